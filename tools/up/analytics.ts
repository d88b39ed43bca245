import type { Environment } from "../../environments";
import type { FlinkRuntime, NoFlinkRuntime } from "../../local";

/**
 * What runs the jobs of analytics, or why nothing does.
 * @param asked whether they must run; undefined where they do if they can
 * @throws Error saying what is missing, and the fix, when they must and can't
 */
export function analyticsRuntime(
  asked: boolean | undefined,
  find: () => FlinkRuntime | NoFlinkRuntime,
): FlinkRuntime | NoFlinkRuntime {
  if (asked === false) return { missing: "--no-analytics was given" };
  const runtime = find();
  if (asked && "missing" in runtime) throw new Error(`--analytics was given, but ${runtime.missing}`);
  return runtime;
}

/** What a part of an environment is called that takes the results of its analytics, and not what producers send. */
export interface ResultReaders {
  readonly processors: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

/** The processors that read the results of analytics, and the tables that these alone fill. */
export function resultReaders({ analytics, processors }: Environment): ResultReaders {
  const streams = new Set(Object.values(analytics).flatMap(({ output, rejects }) => [output, rejects]));
  const all = Object.entries(processors);
  const readers = all.filter(([, { stream }]) => streams.has(stream));
  const others = all.filter(([, { stream }]) => !streams.has(stream));
  const filledByOthers = new Set(others.map(([, { table }]) => table));
  const tables = readers.map(([, { table }]) => table).filter((table) => !filledByOthers.has(table));
  return { processors: new Set(readers.map(([key]) => key)), tables: new Set(tables) };
}
