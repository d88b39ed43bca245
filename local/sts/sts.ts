import { queryService } from "../server/query-protocol";
import type { Service } from "../server/service";
import { assumeRole } from "./actions/assume-role";
import { getCallerIdentity } from "./actions/get-caller-identity";
import { getSessionToken } from "./actions/get-session-token";
import type { CredentialSources } from "./temporary-credentials";

/** Makes an STS that takes any credentials for the account's root, and gives any that it is asked for. */
export function createSts(sources: CredentialSources): Service {
  return queryService({
    name: "sts",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    actions: {
      AssumeRole: (input) => assumeRole(sources, input),
      GetCallerIdentity: (_input, context) => getCallerIdentity(context),
      GetSessionToken: (input) => getSessionToken(sources, input),
    },
  });
}
