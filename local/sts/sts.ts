import type { IncomingMessage } from "node:http";
import { AwsError } from "../aws-error";
import { readBody } from "../server/read-body";
import type { RequestContext, Service } from "../server/service";
import { escapeXml } from "../xml";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
const maxBodyBytes = 64 * 1024;

/** Makes an STS that takes any credentials for the account's root. */
export function createSts(): Service {
  return {
    name: "sts",
    queryActions: ["GetCallerIdentity"],
    async handle(request, response, context) {
      response.setHeader("Content-Type", "text/xml");
      try {
        const action = await actionOf(request);
        if (action !== "GetCallerIdentity") throw invalidAction(action);
        response.end(callerIdentity(context));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        response.statusCode = error.statusCode;
        response.end(errorResponse(error, context));
      }
    },
  };
}

/** The form's `Action`, which stands in the body of a POST or in the query of a GET. */
async function actionOf(request: IncomingMessage): Promise<string> {
  const body = await readBody(request, maxBodyBytes);
  const form = request.method === "GET" ? (request.url ?? "").split("?")[1] : body.toString("utf8");
  return new URLSearchParams(form).get("Action") ?? "";
}

function callerIdentity({ accountId, requestId }: RequestContext): string {
  return (
    `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>` +
    `<Arn>arn:aws:iam::${accountId}:root</Arn><UserId>${accountId}</UserId><Account>${accountId}</Account>` +
    `</GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>` +
    `</GetCallerIdentityResponse>`
  );
}

function invalidAction(action: string): AwsError {
  return new AwsError("InvalidAction", `Could not find operation ${action || "null"} for version 2011-06-15`);
}

function errorResponse({ code, message }: AwsError, { requestId }: RequestContext): string {
  return (
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}
