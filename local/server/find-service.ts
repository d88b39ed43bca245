import type { IncomingMessage } from "node:http";
import type { Service } from "./service";

/**
 * Finds the service a request is for, as AWS tells them apart: by `X-Amz-Target`, else by the service that the
 * request was signed for, else by the `Action` of an unsigned form, else S3, whose objects are plain URLs.
 */
export async function findService(
  request: IncomingMessage,
  services: readonly Service[],
): Promise<Service | undefined> {
  const named = (name: string) => services.find((service) => service.name === name);
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const prefix = target.slice(0, target.indexOf("."));
    const service = services.find(({ targetPrefixes }) => targetPrefixes?.includes(prefix));
    if (service) return service;
  }
  const signedFor = signingName(request);
  if (signedFor !== undefined) return named(signedFor);
  if (isForm(request)) {
    const action = actionInAddress(request) ?? (await peekAction(request));
    return services.find(({ queryActions }) => action !== undefined && queryActions?.includes(action));
  }
  return target === undefined ? named("s3") : undefined;
}

/** Whether a request speaks the query protocol (STS, SNS, SQS of old): a form in its body, or in its address. */
export function isForm(request: IncomingMessage): boolean {
  const type = request.headers["content-type"] ?? "";
  return type.startsWith("application/x-www-form-urlencoded") || actionInAddress(request) !== undefined;
}

/** The `Action` of a form in the address of a GET, such as a link in one of SNS's messages. */
function actionInAddress(request: IncomingMessage): string | undefined {
  const [path, query] = (request.url ?? "").split("?");
  return request.method === "GET" && path === "/" ? (new URLSearchParams(query).get("Action") ?? undefined) : undefined;
}

/** The service in the request's SigV4 credential scope, in its header or (presigned) in its query. */
export function signingName(request: IncomingMessage): string | undefined {
  const header = request.headers.authorization ?? "";
  const inHeader = /Credential=[^,\s]*\/([^/,\s]+)\/aws4_request/.exec(header);
  if (inHeader) return inHeader[1];
  const query = (request.url ?? "").split("?")[1];
  const credential = new URLSearchParams(query).get("X-Amz-Credential");
  return credential?.split("/").at(-2);
}

/** Reads the `Action` of a form from its first bytes and puts them back for the service to read. */
async function peekAction(request: IncomingMessage): Promise<string | undefined> {
  await new Promise<void>((resolve) => {
    request.once("readable", resolve);
    request.once("aborted", resolve);
  });
  const chunk: Buffer | null = request.read();
  if (chunk === null) return undefined;
  request.unshift(chunk);
  return new URLSearchParams(chunk.toString("utf8")).get("Action") ?? undefined;
}
