import { type Environment, loadEnvironment } from "../../environments";
import { type Names, namesOf } from "../../names";
import { listSources } from "../../sources";
import { refuseOtherEndpoints, refusePlaceholder } from "../aws-target";
import { promptHandler } from "../prompt-handler";

/** Where an environment lives: what every lifecycle verb acts on. */
export interface Target {
  readonly environment: Environment;
  readonly names: Names;
  /** Stands for AWS in tests. */
  readonly endpoint: string | undefined;
}

/**
 * The target of a command; its first line is printed before anything is asked of AWS.
 * @throws Error when the environment is wrong, has no account yet, or a variable would lead elsewhere
 */
export async function openTarget({ env, endpoint }: { env: string; endpoint?: string }): Promise<Target> {
  return targetOf(loadEnvironment(env, await listSources()), endpoint);
}

/** As {@link openTarget}, of an environment that was read. */
export function targetOf(environment: Environment, endpoint: string | undefined): Target {
  refusePlaceholder(environment);
  // Terraform and the SDK would follow it, and the account that was checked might not be the one that is changed.
  if (endpoint === undefined) refuseOtherEndpoints("no --endpoint", servicesElsewhere());
  const { name, account, region } = environment;
  const where = endpoint === undefined ? "AWS" : `AWS at ${endpoint}`;
  process.stderr.write(`${where}: environment ${name}, account ${account}, region ${region}\n`);
  return { environment, names: namesOf(environment), endpoint };
}

/** Terraform reaches more services than these commands do, each of which may have a variable. */
function servicesElsewhere(): string[] {
  const prefix = "AWS_ENDPOINT_URL_";
  return Object.keys(process.env).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

/** What every SDK client of a lifecycle verb is made with: it answers soon, or says that it can't. */
export function clientConfig({ environment, endpoint }: Target) {
  return {
    region: environment.region,
    maxAttempts: 3,
    requestHandler: promptHandler(),
    // A bucket's name before an address of numbers is no host.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  };
}

/** The variables that Terraform runs with. */
export function terraformVariables({ endpoint }: Target): Record<string, string> {
  return endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint };
}
