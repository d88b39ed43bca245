import { variables } from "./contract";

/** What differs between one deployment of a processor and another, whatever it writes. */
export interface Settings {
  readonly tableName: string;
  /** Days after its arrival that an item expires. */
  readonly ttlDays: number;
  /** Event types with a metric of their own, upper case; all others count as `OTHER`. */
  readonly eventTypes: ReadonlySet<string>;
  readonly failuresBucket: string;
  readonly processorName: string;
  readonly environment: string;
}

/** Reads variables, and notes what is wrong with one instead of throwing. */
export interface VariableReader {
  nonEmpty(name: string): string;
  /** May be empty, but not missing: a list of no words. */
  words(name: string): readonly string[];
  positiveInteger(name: string): number;
}

/**
 * Reads settings from environment variables, as the contract names them.
 * @throws Error that lists every variable that is missing or bad
 */
export function readVariables<T>(
  env: Readonly<Record<string, string | undefined>>,
  read: (variables: VariableReader) => T,
): T {
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
  const words = (name: string) => text(name).split(",");

  const settings = read({ nonEmpty, words, positiveInteger });
  if (problems.length > 0) {
    throw new Error(`the function's environment variables are wrong: ${problems.join("; ")}. The stack sets them.`);
  }
  return settings;
}

/** Reads the settings that every processor has. */
export function commonSettings({ nonEmpty, words, positiveInteger }: VariableReader): Settings {
  return {
    tableName: nonEmpty(variables.tableName),
    ttlDays: positiveInteger(variables.ttlDays),
    eventTypes: new Set(words(variables.eventTypes).map((type) => type.trim().toUpperCase())),
    failuresBucket: nonEmpty(variables.failuresBucket),
    processorName: nonEmpty(variables.processorName),
    environment: nonEmpty(variables.environment),
  };
}
