import type { Problem } from "../environment-error";
import { parallelismOf } from "./analytics";
import type { Draft } from "./draft";
import type { Sources } from "./sources";
import { openShards } from "./stream";

/** Most KPUs that an application may have: AWS's quota. */
const kpuQuota = 64;

/** What Managed Flink refuses of a job as a whole, or would let go wrong without a word. */
export function* analyticsRules(draft: Draft, sources?: Sources): Generator<Problem> {
  yield* streamRules(draft);
  if (sources) yield* sqlRules(draft, sources);
  yield* parallelismRules(draft);
}

/** A job that read what it writes would go round for ever, and results among rejects could not be told apart. */
function* streamRules({ analytics, streams }: Draft): Generator<Problem> {
  for (const [key, { input, output, rejects }] of analytics) {
    const taken = new Map<string, string>();
    for (const [field, stream] of Object.entries({ input, output, rejects })) {
      if (stream === undefined) continue;
      const path = ["analytics", key, field];
      const other = taken.get(stream);
      if (!streams.has(stream)) yield { path, got: stream, allowed: "a key of streams", names: [...streams.keys()] };
      else if (other) yield { path, got: stream, allowed: `another stream than ${other}'s` };
      else taken.set(stream, field);
    }
  }
}

/** Of a placeholder that nothing fills, the job would say so when it starts. */
function* sqlRules({ analytics }: Draft, { jobs }: Sources): Generator<Problem> {
  for (const [key, { sql, parameters = {} }] of analytics) {
    if (sql === undefined) continue;
    const at = (...fields: string[]) => ["analytics", key, ...fields];
    const placeholders = jobs[sql];
    if (!placeholders) {
      yield { path: at("sql"), got: sql, allowed: "a file of flink/sql/", names: Object.keys(jobs) };
      continue;
    }
    for (const name of placeholders.filter((each) => !Object.hasOwn(parameters, each))) {
      yield { path: at("parameters", name), got: undefined, allowed: `a value for the \${${name}} of ${sql}` };
    }
    for (const name of Object.keys(parameters).filter((each) => !placeholders.includes(each))) {
      const allowed = `a parameter of ${sql}`;
      yield { path: at("parameters"), got: name, allowed, names: placeholders };
    }
  }
}

function* parallelismRules({ analytics, streams }: Draft): Generator<Problem> {
  for (const [key, job] of analytics) {
    const { capacity } = streams.get(job.input ?? "") ?? {};
    if (!capacity) continue;
    const parallelism = parallelismOf(job, capacity);
    const path = ["analytics", key, "parallelism"];
    const shards = openShards(capacity);
    if (parallelism < shards) {
      // Flink keeps a watermark for each subtask: of two shards that one reads, the slower one's events would be late.
      yield { path, got: parallelism, allowed: `at least ${shards}: a subtask for each shard of ${job.input}` };
    }
    const most = Math.min(256, kpuQuota * (job.parallelismPerKpu ?? 1));
    if (parallelism > most) {
      const allowed = `at most ${most}: AWS has ${kpuQuota} KPU × parallelismPerKpu for an application, and 256 in all`;
      yield { path, got: parallelism, allowed };
    }
  }
}
