import dev from "./dev";
import { EnvironmentError } from "./environment-error";
import { parseEnvironment } from "./parse-environment";
import prod from "./prod";
import type { Environment } from "./schema/environment";
import type { Sources } from "./schema/sources";
import staging from "./staging";

export { EnvironmentError } from "./environment-error";
export type { Alarms, Subscription } from "./schema/alarms";
export type { AnalyticsJob } from "./schema/analytics";
export { lakeFolders } from "./schema/buckets";
export type { Ci } from "./schema/ci";
export { type Delivery, type DeliveryDestination, gatheredSeconds } from "./schema/delivery/delivery";
export type { Environment, Processor } from "./schema/environment";
export { type LakeTable, type Projection, partitionType } from "./schema/lake-table";
export { partitionOf } from "./schema/partition";
export { physicalName, roles } from "./schema/physical-name";
export type { Sources } from "./schema/sources";
export type { Stream } from "./schema/stream";
export type { Table } from "./schema/table";
export { isFilledByJob, isOfRejects, isReadByJob, isReadByPolling, isReadThrough } from "./stream-use";

/** In the order in which a change passes through them. */
const files = [dev, staging, prod];

/** The environments there are. */
export const environmentNames: readonly string[] = files.map(({ name }) => name);

/**
 * An environment, checked, with every default filled in.
 * @param sources what its file may name; without them, names of code and SQL are not looked for.
 * @throws EnvironmentError when there is none of that name, or with every problem of its file.
 */
export function loadEnvironment(name: string, sources?: Sources): Environment {
  const what = `environment ${JSON.stringify(name)}`;
  const input = files.find((file) => file.name === name);
  const others = files.filter((file) => file !== input);
  if (input) return parseEnvironment(what, input, sources, others);
  throw new EnvironmentError(what, [{ path: ["environment"], got: name, allowed: "one of", names: environmentNames }]);
}
