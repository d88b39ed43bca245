import { variables } from "./contract";

/** What differs between one deployment of the function and another. */
export interface Settings {
  readonly tableName: string;
  /** Days after its arrival that an item expires. */
  readonly ttlDays: number;
  /** Partitions of `event-type-index` that one event type is spread over. */
  readonly eventTypeBuckets: number;
  /** Event types with a metric of their own, upper case; all others count as `OTHER`. */
  readonly eventTypes: ReadonlySet<string>;
  readonly failuresBucket: string;
  readonly processorName: string;
  readonly environment: string;
}

/**
 * Reads the settings from environment variables, as the contract names them.
 * @throws Error that lists every variable that is missing or bad
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = env[name];
    if (value === undefined) problems.push(`${name} is missing`);
    return value ?? "";
  };
  const nonEmpty = (name: string): string => {
    const value = text(name);
    if (env[name] === "") problems.push(`${name} is empty`);
    return value;
  };
  const positiveInteger = (name: string): number => {
    const value = nonEmpty(name);
    if (value && !/^[1-9]\d{0,8}$/.test(value)) problems.push(`${name} is "${value}"; expected a whole number from 1`);
    return Number(value);
  };

  const settings = {
    tableName: nonEmpty(variables.tableName),
    ttlDays: positiveInteger(variables.ttlDays),
    eventTypeBuckets: positiveInteger(variables.eventTypeBuckets),
    eventTypes: new Set(
      text(variables.eventTypes)
        .split(",")
        .map((type) => type.trim().toUpperCase()),
    ),
    failuresBucket: nonEmpty(variables.failuresBucket),
    processorName: nonEmpty(variables.processorName),
    environment: nonEmpty(variables.environment),
  };
  if (problems.length > 0) {
    throw new Error(`the function's environment variables are wrong: ${problems.join("; ")}. The stack sets them.`);
  }
  return settings;
}
