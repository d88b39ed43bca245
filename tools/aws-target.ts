import type { Environment } from "../environments";

/** Stands in the repository's environments until somebody sets an account. */
export const placeholderAccount = "000000000000";

/**
 * What `--aws` reaches, for a person: the first line that a command prints.
 * @param services as the SDK names them in `AWS_ENDPOINT_URL_<service>`
 * @throws Error when it would not be AWS, or not the environment's own account
 */
export function awsTarget(environment: Environment, ...services: string[]): string {
  refuseOtherEndpoints("--aws", services);
  refusePlaceholder(environment);
  const { name, account, region } = environment;
  return `AWS: environment ${name}, account ${account}, region ${region}`;
}

/**
 * @param asked what asks for AWS, to begin the message
 * @param services as the SDK names them in `AWS_ENDPOINT_URL_<service>`
 * @throws Error when a variable would lead the SDK elsewhere than to AWS
 */
export function refuseOtherEndpoints(asked: string, services: readonly string[]): void {
  for (const variable of ["AWS_ENDPOINT_URL", ...services.map((service) => `AWS_ENDPOINT_URL_${service}`)]) {
    const url = process.env[variable];
    if (url) throw new Error(`${asked}, but ${variable} is ${url}: unset it to reach AWS`);
  }
}

/** @throws Error when nobody has set the environment's account yet */
export function refusePlaceholder({ name, account }: Environment): void {
  if (account !== placeholderAccount) return;
  throw new Error(`environment "${name}" has the placeholder account ${account}: set yours in environments/${name}.ts`);
}
