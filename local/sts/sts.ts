import type { Clock } from "../clock";
import type { Random } from "../random";
import { queryService } from "../server/query-protocol";
import type { Service } from "../server/service";
import { assumeRole } from "./actions/assume-role";
import { getCallerIdentity } from "./actions/get-caller-identity";
import { getSessionToken } from "./actions/get-session-token";

/** What credentials are made up of, and the time that they end by. */
export interface StsOptions {
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes an STS that takes any credentials for the account's root, and gives any that it is asked for. */
export function createSts(options: StsOptions): Service {
  return queryService({
    name: "sts",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    actions: {
      AssumeRole: (input) => assumeRole(options, input),
      GetCallerIdentity: (_input, context) => getCallerIdentity(context),
      GetSessionToken: (input) => getSessionToken(options, input),
    },
  });
}
