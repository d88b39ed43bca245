import { AwsError } from "../../aws-error";
import type { ApplicationConfiguration } from "../application-configuration";
import { invalidArgument } from "../invalid-argument";

/** AWS's quotas. */
const maxParallelism = 256;
const maxParallelismPerKpu = 8;
const maxKpus = 64;

/** Members of an application's configuration that are for SQL and for notebooks, or have no part in the local AWS. */
const refused = [
  "SqlApplicationConfiguration",
  "ZeppelinApplicationConfiguration",
  "ApplicationSystemRollbackConfiguration",
  "ApplicationEncryptionConfiguration",
];

/** @throws AwsError `UnsupportedOperationException` for a runtime that is not Flink's: AWS ended SQL on 27 January 2026 */
export function checkRuntime(runtime: string): void {
  if (runtime.startsWith("FLINK-")) return;
  throw new AwsError("UnsupportedOperationException", `Applications of runtime ${runtime} are not supported.`);
}

/** @throws AwsError `UnsupportedOperationException` naming what of a request's configuration is not emulated */
export function refuseMembers(
  input: unknown,
  configuration: "ApplicationConfiguration" | "ApplicationConfigurationUpdate",
): void {
  const given: unknown = typeof input === "object" && input !== null ? Reflect.get(input, configuration) : undefined;
  if (typeof given !== "object" || given === null) return;
  const member = Object.keys(given).find((name) => refused.includes(name.replace(/Update$/, "")));
  if (member) throw new AwsError("UnsupportedOperationException", `${member} is not part of the local AWS.`);
}

/**
 * Checks what the shapes can't tell.
 * @throws AwsError `InvalidArgumentException`, or `LimitExceededException` beyond AWS's quotas
 */
export function checkConfiguration({ parallelism, propertyGroups }: Partial<ApplicationConfiguration>): void {
  if (parallelism) checkParallelism(parallelism);
  const ids = (propertyGroups ?? []).map(({ PropertyGroupId }) => PropertyGroupId);
  const twice = ids.find((id, position) => ids.indexOf(id) < position);
  if (twice !== undefined) throw invalidArgument(`PropertyGroupId ${twice} is given twice.`);
}

function checkParallelism({ Parallelism, ParallelismPerKPU }: ApplicationConfiguration["parallelism"]): void {
  if (ParallelismPerKPU > maxParallelismPerKpu) {
    throw invalidArgument(`ParallelismPerKPU is ${ParallelismPerKPU}, and must be ${maxParallelismPerKpu} at most.`);
  }
  if (Parallelism > maxParallelism) {
    throw limitExceeded(`Parallelism is ${Parallelism}, and must be ${maxParallelism} at most.`);
  }
  const kpus = Math.ceil(Parallelism / ParallelismPerKPU);
  if (kpus <= maxKpus) return;
  throw limitExceeded(
    `Parallelism ${Parallelism} with ParallelismPerKPU ${ParallelismPerKPU} takes ${kpus} KPUs, and may take ${maxKpus}.`,
  );
}

function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceededException", message);
}
