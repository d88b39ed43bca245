import type { z } from "zod";
import { EnvironmentError, type Problem } from "./environment-error";
import { parallelismOf } from "./schema/analytics";
import { completeDelivery, contextOf } from "./schema/delivery/delivery";
import { draftOf } from "./schema/draft";
import { type Environment, type ParsedEnvironment, type Processor, schemas } from "./schema/environment";
import type { Tier } from "./schema/fields";
import { overlaps } from "./schema/name-rules";
import { recordAgeSeconds } from "./schema/processor";
import { brokenRules } from "./schema/rules";
import type { Sources } from "./schema/sources";

/**
 * Checks an environment and fills in its defaults.
 * @param what how the error calls it, such as `environment "dev"`.
 * @param sources what the file may name; without them, names of code and SQL are not looked for.
 * @param others the files of the environments beside it
 * @throws EnvironmentError with every problem there is.
 */
export function parseEnvironment(
  what: string,
  input: unknown,
  sources?: Sources,
  others: readonly unknown[] = [],
): Environment {
  const tier = tierOf(input);
  const parsed = schemas[tier].environment.safeParse(input);
  const fieldProblems = parsed.success ? [] : parsed.error.issues.map((issue) => problemOf(issue, input));
  const draft = draftOf(input, tier);
  const neighbours = others.map((other) => draftOf(other, tierOf(other)));
  const problems = [...fieldProblems, ...brokenRules(draft, tier, sources), ...overlaps(draft, neighbours)];
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(what, problems);

  const { streams, processors } = parsed.data;
  const completed = Object.entries(processors).map(([key, entry]): [string, Processor] => {
    const maximumRecordAgeSeconds = recordAgeSeconds(entry, tier, streams[entry.stream]?.retentionHours ?? 0);
    return [key, { ...entry, code: entry.code ?? key, maximumRecordAgeSeconds }];
  });
  return {
    ...parsed.data,
    processors: Object.fromEntries(completed),
    deliveries: deliveriesOf(parsed.data, tier),
    analytics: analyticsOf(parsed.data),
  };
}

function deliveriesOf({ deliveries, lake, encryption }: ParsedEnvironment, tier: Tier): Environment["deliveries"] {
  const entries = Object.entries(deliveries).map(([key, entry]) => {
    return [key, completeDelivery(entry, contextOf(key, entry, lake, tier), encryption)];
  });
  return Object.fromEntries(entries);
}

function analyticsOf({ analytics, streams }: ParsedEnvironment): Environment["analytics"] {
  const entries = Object.entries(analytics).flatMap(([key, entry]) => {
    const input = streams[entry.input];
    return input ? [[key, { ...entry, parallelism: parallelismOf(entry, input.capacity) }]] : [];
  });
  return Object.fromEntries(entries);
}

/** Which tier's defaults to check by; a bad tier is a problem of its own and doesn't hide the others. */
function tierOf(input: unknown): Tier {
  const production = typeof input === "object" && input !== null && "tier" in input && input.tier === "production";
  return production ? "production" : "development";
}

function problemOf(issue: z.core.$ZodIssue, input: unknown): Problem {
  const { path, message: allowed } = issue;
  if (issue.code === "unrecognized_keys") return { path, got: issue.keys, allowed };
  if (issue.code === "invalid_key") return { path, got: path.at(-1), allowed };
  return { path, got: path.reduce(valueAt, input), allowed };
}

function valueAt(container: unknown, key: PropertyKey): unknown {
  return typeof container === "object" && container !== null ? Reflect.get(container, key) : undefined;
}
