import { codeOf, isUnreachable } from "../produce/call-errors";
import type { Target } from "./target";

const refusedCredentials = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "TokenProviderError",
  "UnrecognizedClientException",
]);

/** A failure to look at an environment, with what to do about it. */
export function explainError(error: Error, { environment: { name }, isLocal }: Target): Error {
  const fix = fixOf(error, name, isLocal);
  return fix === undefined ? error : new Error(fix, { cause: error });
}

function fixOf(error: Error, environment: string, isLocal: boolean): string | undefined {
  if (isUnreachable(error)) {
    return isLocal
      ? "nothing answers there: start weir up, give --endpoint, or look at AWS with --aws"
      : `AWS can't be reached: ${error.message}`;
  }
  const code = codeOf(error);
  if (refusedCredentials.has(code) || refusedCredentials.has(error.name)) {
    return `AWS takes no credentials of yours: ${error.message}; sign in again (aws sso login), or set AWS_PROFILE`;
  }
  if (["ResourceNotFoundException", "NoSuchBucket"].includes(error.name)) {
    const deploy = isLocal
      ? `start weir up --env ${environment}`
      : `weir plan --env ${environment} shows what is missing`;
    return `environment ${environment} is not there, or not all of it: ${error.message}; ${deploy}`;
  }
  return undefined;
}
