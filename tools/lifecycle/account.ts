import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { clientConfig, type Target } from "./target";

/** Whom AWS takes the caller for. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks STS whose credentials these are.
 * @throws Error when there are none, when they are refused, or when nothing answers
 */
export async function readCaller(target: Target): Promise<Caller> {
  const sts = new STSClient(clientConfig(target));
  try {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    if (!Account || !Arn) throw new Error("STS did not say whose credentials these are");
    return { account: Account, arn: Arn };
  } catch (error) {
    throw explained(error, target);
  } finally {
    sts.destroy();
  }
}

/** @throws Error as {@link readCaller} does, and when the credentials are not the environment's account's */
export async function verifyAccount(target: Target): Promise<Caller> {
  const caller = await readCaller(target);
  refuseOtherAccount(target, caller);
  return caller;
}

/** @throws Error when the caller is not of the environment's account */
export function refuseOtherAccount({ environment: { name, account } }: Target, caller: Caller): void {
  if (caller.account === account) return;
  throw new Error(
    `these credentials are of account ${caller.account} (${caller.arn}), but environment "${name}" is in ${account}: use credentials of that account (AWS_PROFILE), or mend account in environments/${name}.ts`,
  );
}

const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET"]);

function explained(error: unknown, { environment, endpoint }: Target): unknown {
  if (!isNamedError(error)) return error;
  const where = endpoint ?? `AWS in ${environment.region}`;
  if (error.name === "CredentialsProviderError") {
    return new Error(
      `there are no AWS credentials (${error.message}): set AWS_PROFILE, or log in as with aws sso login`,
    );
  }
  if (error.name === "TimeoutError" || unreachable.has(error.code ?? "")) {
    const suspect = endpoint === undefined ? "region" : "endpoint";
    return new Error(
      `${where} can't be reached (${error.code ?? error.message}): check the network and the ${suspect}`,
    );
  }
  if (error.$fault === "client") {
    return new Error(`${where} refuses these credentials (${error.name}: ${error.message}): log in again`);
  }
  return error;
}

function isNamedError(error: unknown): error is { name: string; message: string; code?: string; $fault?: string } {
  return typeof error === "object" && error !== null && "name" in error && "message" in error;
}
