import type { Environment } from "../environments";

/** Stands in the repository's environments until somebody sets an account. */
const placeholderAccount = "000000000000";

/**
 * What `--aws` reaches, for a person: the first line that a command prints.
 * @param service as the SDK names it in `AWS_ENDPOINT_URL_<service>`
 * @throws Error when it would not be AWS, or not the environment's own account
 */
export function awsTarget({ name, account, region }: Environment, service: "ATHENA" | "KINESIS"): string {
  for (const variable of ["AWS_ENDPOINT_URL", `AWS_ENDPOINT_URL_${service}`]) {
    const url = process.env[variable];
    if (url) throw new Error(`--aws, but ${variable} is ${url}: unset it to reach AWS`);
  }
  if (account === placeholderAccount) {
    throw new Error(
      `environment "${name}" has the placeholder account ${account}: set yours in environments/${name}.ts`,
    );
  }
  return `AWS: environment ${name}, account ${account}, region ${region}`;
}
