import type { Environment } from "../environments";
import { namesOf } from "../names";

/** X-Ray's filter for the traces that go through a function of the environment; none where it has no function. */
export function tracesFilter(environment: Environment): string | undefined {
  const names = namesOf(environment);
  const transforms = Object.values(environment.deliveries).flatMap(({ transform }) => transform?.name ?? []);
  const functions = [...Object.keys(environment.processors), ...transforms];
  return functions.map((key) => `service("${names.function(key).name}")`).join(" OR ") || undefined;
}
