import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { clientConfig, type Target } from "../target";
import type { Finding } from "./finding";

/** Lambda lets nobody reserve the last 100 of an account's concurrent executions (PutFunctionConcurrency). */
const leastUnreserved = 100;

/** Compares the concurrency that the environment's functions have still to reserve with what the account has left. */
export async function checkConcurrency(target: Target): Promise<Finding[]> {
  const lambda = new LambdaClient(clientConfig(target));
  try {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    const unreserved = AccountLimit?.UnreservedConcurrentExecutions ?? 0;
    const missing = functionsOf(target).map(async ([name, wanted]) =>
      // One that gives some back may do so after another asked for it.
      Math.max(0, wanted - (await reservedBy(lambda, name))),
    );
    const needed = (await Promise.all(missing)).reduce((sum, count) => sum + count, 0);
    return [findingOf(needed, unreserved, target)];
  } finally {
    lambda.destroy();
  }
}

function findingOf(needed: number, unreserved: number, { environment: { name, region } }: Target): Finding {
  const check = "concurrency";
  if (needed === 0) return { check, verdict: "ok", message: `Lambda: all that ${name} reserves is reserved` };
  const free = Math.max(0, unreserved - leastUnreserved);
  if (needed <= free) return { check, verdict: "ok", message: `Lambda: ${needed} still to reserve, ${free} free` };
  return {
    check,
    verdict: "problem",
    message: `Lambda: ${needed} executions are still to be reserved, and only ${free} can be (of ${unreserved} unreserved, ${leastUnreserved} must stay so)`,
    fix: `ask for more "Concurrent executions" in Service Quotas (${region}), or lower reservedConcurrency in environments/${name}.ts`,
  };
}

/** Every function that reserves concurrency, by its physical name. */
function functionsOf({ environment, names }: Target): (readonly [name: string, reserved: number])[] {
  const processors = Object.entries(environment.processors).map(
    ([key, { reservedConcurrency }]) => [names.function(key).name, reservedConcurrency] as const,
  );
  const transforms = Object.values(environment.deliveries).flatMap(({ transform }) =>
    transform ? [[names.function(transform.name).name, transform.reservedConcurrency] as const] : [],
  );
  return [...processors, ...transforms];
}

/** What a function has reserved; nothing before it is deployed. */
async function reservedBy(lambda: LambdaClient, FunctionName: string): Promise<number> {
  try {
    const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return answer.ReservedConcurrentExecutions ?? 0;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 0;
    throw error;
  }
}
