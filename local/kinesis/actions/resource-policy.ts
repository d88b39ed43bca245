import { z } from "zod";
import { AwsError } from "../../aws-error";
import { parseJson } from "../../parse-json";

const texts = z.union([z.string(), z.array(z.string()).min(1)]);

/** What every statement of a resource's policy needs: AWS's grammar, without what only one that enforces it must know. */
const statement = z.looseObject({
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.record(z.string(), texts)]),
  Action: texts,
  Resource: texts,
});

const policy = z.looseObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Statement: z.union([statement, z.array(statement).min(1)]),
});

/** @throws AwsError `InvalidArgumentException` for what is no policy of a resource, saying where it is wrong */
export function checkPolicy(text: string): void {
  const document = parseJson(text);
  if (document === undefined) throw malformed("it is not JSON");
  const { error } = policy.safeParse(document);
  if (error) throw malformed(z.prettifyError(error));
}

function malformed(reason: string): AwsError {
  return new AwsError("InvalidArgumentException", `The policy is malformed: ${reason}`);
}
