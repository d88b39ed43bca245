import type { EnvironmentInput } from "./schema/environment";

/** Gives an environment's file the schema's types; the values are checked when it is loaded, all at once. */
export function defineEnvironment(input: EnvironmentInput): EnvironmentInput {
  return input;
}
