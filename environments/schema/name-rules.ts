import type { Problem } from "../environment-error";
import type { Draft } from "./draft";
import { physicalName, roles } from "./physical-name";

/** Names that AWS would find too long, or taken. */
export function* nameRules(draft: Draft): Generator<Problem> {
  yield* lengthRules(draft);
  yield* pipelineRules(draft);
  yield* roleRules(draft);
  yield* ciRules(draft);
}

/** AWS's longest names. Their characters follow from the form of a role, which every service accepts. */
function* lengthRules({
  project,
  name,
  streams,
  tables,
  processors,
  deliveries,
  analytics,
  lake,
}: Draft): Generator<Problem> {
  if (project === undefined || name === undefined) return;
  const longest = (path: string[], role: string, max: number, what: string): Problem[] => {
    const got = physicalName({ project, name }, role);
    return got.length <= max ? [] : [{ path, got, allowed: `${what} of at most ${max} characters` }];
  };
  // The group of its traces, for which X-Ray takes no more.
  const traces = `${project}-${name}`;
  if (traces.length > 32) {
    yield { path: ["name"], got: traces, allowed: "a project and a name that make at most 31 letters and a hyphen" };
  }
  const buckets = [roles.lakeBucket, roles.failuresBucket, roles.accessLogsBucket, roles.artifactsBucket, roles.state];
  for (const role of buckets) {
    yield* longest(["project"], `${role}-${"0".repeat(12)}`, 63, "a bucket's name");
  }
  for (const [key, { consumers = [] }] of streams) {
    yield* longest(["streams", key], roles.producerOf(key), 128, "the name of its producers' policy");
    for (const consumer of consumers) {
      yield* longest(["streams", key, "consumers"], consumer, 128, "a consumer's name");
      const alarm = roles.alarmOf(`${key}-${consumer}`, "consumer-losing-data");
      yield* longest(["streams", key, "consumers"], alarm, 255, "an alarm's name");
    }
  }
  for (const got of Object.keys(lake.tables ?? {}).filter((key) => key.length > 114)) {
    // Athena keeps queries of each table under its name, `<table>-by-event-type`, of at most 128 characters.
    yield { path: ["lake", "tables", got], got, allowed: "a key of at most 114 characters" };
  }
  for (const key of tables.keys()) {
    // A table's own name, which may have 255 characters too, is shorter.
    const alarm = roles.alarmOf(`${key}-event-type-index`, "table-writes-throttled");
    yield* longest(["tables", key], alarm, 255, "an alarm's name");
  }
  for (const [key, { transform }] of deliveries) {
    // A delivery stream's own name, which may have 64 characters too, is shorter.
    yield* longest(["deliveries", key], roles.deliveryRoleOf(key), 64, "a role's name");
    if (!transform) continue;
    const role = transform.name ?? transform.code;
    yield* longest(["deliveries", key, "transform", "name"], role, 64, "a function's name");
  }
  for (const key of analytics.keys()) {
    // An application's own name may have 128 characters.
    yield* longest(["analytics", key], roles.flinkRoleOf(key), 64, "a role's name");
  }
  for (const key of processors.keys()) {
    yield* longest(["processors", key], key, 64, "a function's name");
    if (key === roles.operator) {
      yield { path: ["processors", key], got: key, allowed: "another key: the operators' role has this name" };
    }
  }
}

/** A pipeline begins where producers send, and has a dashboard and an alarm of that name. */
function* pipelineRules({ streams, deliveries }: Draft): Generator<Problem> {
  for (const [key, { source }] of deliveries) {
    if (source?.kind !== "direct-put" || !streams.has(key)) continue;
    yield { path: ["deliveries", key], got: key, allowed: `another key: the pipeline of streams.${key} has this name` };
  }
}

/** Functions, and roles, are named after their entry; two of a name would be one in the account. */
function* roleRules({ processors, deliveries, analytics }: Draft): Generator<Problem> {
  const owners = new Map<string, string>([
    [roles.operator, "the operators' role"],
    ...[...processors.keys()].map((key) => [key, `processors.${key}`] as const),
  ]);
  const taken = [
    ...[...deliveries].flatMap(([key, { transform }]) => [
      { path: ["deliveries", key], role: roles.deliveryRoleOf(key) },
      ...(transform
        ? [{ path: ["deliveries", key, "transform", "name"], role: transform.name ?? transform.code }]
        : []),
    ]),
    ...[...analytics.keys()].map((key) => ({ path: ["analytics", key], role: roles.flinkRoleOf(key) })),
  ];
  for (const { path, role } of taken) {
    const owner = owners.get(role);
    if (owner) yield { path, got: role, allowed: `a name of its own: ${owner} has this one` };
    else owners.set(role, path.join("."));
  }
}

/** The roles of the continuous integration may make and change what the environment's names stand for, but not themselves. */
function* ciRules({ streams, processors, deliveries, analytics }: Draft): Generator<Problem> {
  const made = [
    ...[...streams.keys()].map((got) => ({ path: ["streams", got], got, role: roles.producerOf(got) })),
    ...[...processors.keys()].map((got) => ({ path: ["processors", got], got, role: got })),
    ...[...deliveries].flatMap(([key, { transform }]) => {
      const got = transform && (transform.name ?? transform.code);
      return [
        { path: ["deliveries", key], got: key, role: roles.deliveryRoleOf(key) },
        ...(got === undefined ? [] : [{ path: ["deliveries", key, "transform", "name"], got, role: got }]),
      ];
    }),
    ...[...analytics.keys()].map((got) => ({ path: ["analytics", got], got, role: roles.flinkRoleOf(got) })),
  ];
  const reserved = roles.ciOf("");
  for (const { path, got, role } of made.filter(({ role }) => role.startsWith(reserved))) {
    const allowed = `another name: of this comes ${role}, and what begins with ${reserved} is ci's own`;
    yield { path, got, allowed };
  }
}

/**
 * What stands for everything of an environment is the beginning of its names: in permissions, and in `cdktf apply
 * 'dev-*'`. Of an account's environments, no other's names may begin so.
 */
export function* overlaps({ project, name, account }: Draft, others: readonly Draft[]): Generator<Problem> {
  if (project === undefined || name === undefined) return;
  for (const other of others.filter((it) => it.account === account)) {
    if (other.project === undefined || other.name === undefined) continue;
    const prefix = physicalName({ project: other.project, name: other.name }, "");
    if (!physicalName({ project, name }, "").startsWith(prefix)) continue;
    const allowed = `one whose names don't begin with ${prefix}, as those of environment ${other.name} do in this account`;
    yield { path: ["name"], got: name, allowed };
  }
}
