import type { Problem } from "../environment-error";
import { alarmNameRules } from "./alarm-name-rules";
import type { Subscription } from "./alarms";
import { analyticsRules } from "./analytics-rules";
import { lakeFolders } from "./buckets";
import { deliveryRules } from "./delivery/delivery-rules";
import type { Draft } from "./draft";
import type { Tier } from "./fields";
import { nameRules } from "./name-rules";
import { partitionOf } from "./partition";
import { recordAgeSeconds } from "./processor";
import type { Sources } from "./sources";
import { openShards } from "./stream";

/** What no field breaks by itself: references, and limits that AWS or the platform sets between fields. */
export function* brokenRules(draft: Draft, tier: Tier, sources?: Sources): Generator<Problem> {
  yield* streamRules(draft);
  yield* danglingNames(draft);
  yield* contentRules(draft);
  if (sources) yield* unknownCode(draft, sources);
  yield* processorLimits(draft, tier);
  yield* consumerRules(draft);
  yield* deliveryRules(draft, tier);
  yield* analyticsRules(draft, sources);
  yield* lakeRules(draft);
  yield* alarmRules(draft);
  yield* nameRules(draft);
  yield* alarmNameRules(draft);
}

function* alarmRules({ alarms, region }: Draft): Generator<Problem> {
  for (const [urgency, subscriptions] of Object.entries(alarms.subscriptions ?? {})) {
    const path = ["alarms", "subscriptions", urgency];
    yield* repetitions(path, subscriptions.map(addressOf));
    const chats = subscriptions.filter(({ kind }) => kind === "chat").map(addressOf);
    if (region && partitionOf(region).name !== "aws" && chats.length > 0) {
      yield { path, got: chats, allowed: 'kind "email" or "https": AWS has no chat in the partition of this region' };
    }
  }
}

function addressOf(subscription: Subscription): string {
  switch (subscription.kind) {
    case "email":
      return subscription.address;
    case "https":
      return subscription.url;
    case "chat":
      return `${subscription.workspaceId}/${subscription.channelId}`;
  }
}

function* streamRules({ streams, encryption, account, region }: Draft): Generator<Problem> {
  for (const [key, { consumers = [], readers = [], writers = [] }] of streams) {
    yield* repetitions(["streams", key, "consumers"], consumers);
    for (const [field, principals] of Object.entries({ readers, writers })) {
      const foreign = principals.filter((principal) => principal.split(":")[4] !== account);
      if (encryption === "aws-managed" && foreign.length > 0) {
        const allowed = 'principals of this account, or encryption: "customer-managed": AWS\'s own key serves no other';
        yield { path: ["streams", key, field], got: foreign, allowed };
      }
      // IAM knows no principal of another partition, and refuses the policy at apply.
      const partition = region && partitionOf(region).name;
      const elsewhere = principals.filter((principal) => partition && principal.split(":")[1] !== partition);
      if (elsewhere.length > 0) {
        const allowed = `principals of the partition of ${region}, whose ARNs begin with arn:${partition}:`;
        yield { path: ["streams", key, field], got: elsewhere, allowed };
      }
    }
  }
}

function repetitions(path: string[], list: readonly string[]): Problem[] {
  const repeated = list.filter((word, index) => list.indexOf(word) < index);
  return [...new Set(repeated)].map((got) => ({ path, got, allowed: "each once" }));
}

function* danglingNames({ streams, tables, processors }: Draft): Generator<Problem> {
  for (const [key, { stream, table, consumer }] of processors) {
    const at = (field: string) => ["processors", key, field];
    if (stream !== undefined && !streams.has(stream)) {
      yield { path: at("stream"), got: stream, allowed: "a key of streams", names: [...streams.keys()] };
    }
    if (table !== undefined && !tables.has(table)) {
      yield { path: at("table"), got: table, allowed: "a key of tables", names: [...tables.keys()] };
    }
    const names = streams.get(stream ?? "")?.consumers;
    if (consumer !== undefined && names && !names.includes(consumer)) {
      yield { path: at("consumer"), got: consumer, allowed: `a consumer of stream ${stream}`, names };
    }
  }
}

/** What the platform's own functions write; one of another name writes what its author likes. */
const written = new Map([
  ["stream-processor", "events"],
  ["aggregate-writer", "aggregates"],
]);

/** An item without the key of its table would be refused, each of them. */
function* contentRules({ tables, processors }: Draft): Generator<Problem> {
  for (const [key, { code = key, table = "" }] of processors) {
    const contents = written.get(code);
    const holds = tables.get(table)?.holds?.kind;
    if (holds === undefined || contents === undefined || holds === contents) continue;
    const names = [...tables].filter(([, it]) => it.holds?.kind === contents).map(([name]) => name);
    const allowed = `a table that holds ${contents}, which ${code} writes`;
    yield { path: ["processors", key, "table"], got: table, allowed, names };
  }
}

function* unknownCode({ processors, deliveries }: Draft, { functions }: Sources): Generator<Problem> {
  const named = [
    ...[...processors].map(([key, { code = key }]) => ({ path: ["processors", key, "code"], code })),
    ...[...deliveries].map(([key, { transform }]) => ({
      path: ["deliveries", key, "transform", "code"],
      ...transform,
    })),
  ];
  for (const { path, code } of named) {
    if (code === undefined || functions.includes(code)) continue;
    yield { path, got: code, allowed: "a folder of functions/", names: functions };
  }
}

function* processorLimits({ streams, tables, processors }: Draft, tier: Tier): Generator<Problem> {
  for (const [key, processor] of processors) {
    const at = (field: keyof typeof processor) => ({ path: ["processors", key, field], got: processor[field] });
    const { capacity, retentionHours } = streams.get(processor.stream ?? "") ?? {};
    // Each shard has as many invocations in flight as the factor says; fewer places would throttle the mapping for ever.
    const concurrency = capacity && openShards(capacity) * (processor.parallelizationFactor ?? 1);
    if (concurrency !== undefined && (processor.reservedConcurrency ?? concurrency) < concurrency) {
      const allowed = `at least ${concurrency}: the shards of ${processor.stream} × parallelizationFactor`;
      yield { ...at("reservedConcurrency"), allowed };
    }
    if (retentionHours === undefined) continue;
    const retentionSeconds = retentionHours * 3_600;
    const ageSeconds = recordAgeSeconds(processor, tier, retentionHours);
    if (ageSeconds >= retentionSeconds) {
      const allowed = `-1, or less than the ${retentionSeconds} seconds that ${processor.stream} keeps a record: older ones are gone before they could be diverted`;
      yield { ...at("maximumRecordAgeSeconds"), allowed };
    }
    const { ttlDays } = tables.get(processor.table ?? "") ?? {};
    const replaySeconds = ageSeconds === -1 ? retentionSeconds : ageSeconds;
    if (ttlDays !== undefined && ttlDays * 86_400 < replaySeconds) {
      const allowed = `at least ${Math.ceil(replaySeconds / 86_400)}: ${key} may still retry a record ${replaySeconds} seconds old, and would bring back an item that had expired`;
      yield { path: ["tables", processor.table ?? "", "ttlDays"], got: ttlDays, allowed };
    }
  }
}

/** A second subscriber of a consumer takes the shard from the first. */
function* consumerRules({ processors }: Draft): Generator<Problem> {
  const readers = new Map<string, string>();
  for (const [key, { stream, consumer }] of processors) {
    if (stream === undefined || consumer === undefined) continue;
    const first = readers.get(`${stream}/${consumer}`);
    if (first !== undefined) {
      const allowed = `a consumer of its own: ${first} reads through this one`;
      yield { path: ["processors", key, "consumer"], got: consumer, allowed };
    } else readers.set(`${stream}/${consumer}`, key);
  }
}

/** S3 moves nothing out of STANDARD_IA before 30 days in it, and takes one lifecycle rule of a name. */
function* lakeRules({ lake }: Draft): Generator<Problem> {
  const { dataPrefixes = [], standardIaDays, glacierDays, deepArchiveDays } = lake;
  yield* repetitions(["lake", "dataPrefixes"], dataPrefixes);
  for (const got of dataPrefixes.filter((prefix) => Object.values(lakeFolders).some((it) => prefix.startsWith(it)))) {
    const allowed = `none of ${Object.values(lakeFolders).join(", ")}: these hold no data, and are not archived`;
    yield { path: ["lake", "dataPrefixes"], got, allowed };
  }
  if (standardIaDays !== undefined && glacierDays !== undefined && glacierDays < standardIaDays + 30) {
    const allowed = `at least ${standardIaDays + 30}: 30 days after standardIaDays`;
    yield { path: ["lake", "glacierDays"], got: glacierDays, allowed };
  }
  if (glacierDays !== undefined && deepArchiveDays !== undefined && deepArchiveDays <= glacierDays) {
    yield {
      path: ["lake", "deepArchiveDays"],
      got: deepArchiveDays,
      allowed: `more than glacierDays (${glacierDays})`,
    };
  }
}
