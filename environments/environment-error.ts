import { offer } from "./closest";

/** One thing that is wrong with an environment's file. */
export interface Problem {
  /** Where, from the top of the file. */
  readonly path: readonly PropertyKey[];
  /** The value found there; `undefined` when there is none. */
  readonly got: unknown;
  /** What may stand there, to follow the word "allowed". */
  readonly allowed: string;
  /** The names there are, where a name was wanted. */
  readonly names?: readonly string[];
}

/** An environment that can't be used; its message lists every problem, a line each. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";

  constructor(
    /** What was read, such as `environment "dev"`. */
    what: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super([`${what} has ${count}:`, ...problems.map((problem) => `  ${describe(problem)}`)].join("\n"));
  }
}

function describe({ path, got, allowed, names }: Problem): string {
  const where = path.map(String).join(".") || "(the file)";
  return `${where}: got ${show(got)}; allowed: ${allowed}${names ? `: ${offer([String(got)], names)}` : ""}`;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= 100 ? json : `${json.slice(0, 97)}...`;
}
