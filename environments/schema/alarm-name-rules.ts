import type { Problem } from "../environment-error";
import type { Draft } from "./draft";
import { roles } from "./physical-name";

/** What belongs to an entry, by where this stands in the file. */
interface Owned {
  readonly path: string[];
  readonly got: string;
  /** What it is about: see `roles.alarmOf`. */
  readonly subject: string;
  /** The kinds of its alarms whose names another entry's can have. */
  readonly kinds: readonly string[];
}

/**
 * Alarms of a name would be one in the account, and watch one of two. A name is made of keys and words with hyphens, so
 * that it can be read in two ways: as `<stream>-<consumer>` or `<table>-<index>`, and where one kind ends with another.
 */
export function* alarmNameRules({ streams, tables }: Draft): Generator<Problem> {
  const owners = new Map<string, string>();
  for (const { path, got, subject, kinds } of [...ofStreams(streams), ...ofTables(tables)]) {
    const names = kinds.map((kind) => roles.alarmOf(subject, kind));
    const taken = names.find((name) => owners.has(name));
    if (taken !== undefined) {
      const allowed = `another name: it would share the alarm ${taken} with ${owners.get(taken)}`;
      yield { path, got, allowed };
    }
    const owner =
      path.at(-1) === "consumers" ? `the consumer ${got} of ${path.slice(0, -1).join(".")}` : path.join(".");
    for (const name of names) if (!owners.has(name)) owners.set(name, owner);
  }
}

function ofStreams(streams: Draft["streams"]): Owned[] {
  return [...streams].flatMap(([key, { consumers = [] }]) => [
    {
      path: ["streams", key],
      got: key,
      subject: key,
      kinds: ["puts-failing", "single-puts-failing", "reads-throttled", "writes-throttled"],
    },
    // One that is there twice is refused already.
    ...[...new Set(consumers)].map((got) => ({
      path: ["streams", key, "consumers"],
      got,
      subject: `${key}-${got}`,
      kinds: ["consumer-late"],
    })),
  ]);
}

function ofTables(tables: Draft["tables"]): Owned[] {
  return [...tables].flatMap(([key, { holds }]) => {
    const subjects = holds?.kind === "events" ? [key, `${key}-event-type-index`] : [key];
    const kinds = ["table-reads-throttled", "table-writes-throttled"];
    return subjects.map((subject) => ({ path: ["tables", key], got: key, subject, kinds }));
  });
}
