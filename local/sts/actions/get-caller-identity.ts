import type { RequestContext } from "../../server/service";

/** Says whose credentials they are: all are the root's of the account. */
export function getCallerIdentity({ accountId }: RequestContext) {
  return { Arn: `arn:aws:iam::${accountId}:root`, UserId: accountId, Account: accountId };
}
