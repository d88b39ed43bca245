import { onDemandShards, shardLimits } from "../../modules/data-stream/stream-limits";
import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { combined, greatest, isLasting, newest, sum } from "./series";

/** Above this share of what it can take, a stream or a shard throttles at the next peak. */
export const nearCapacityPercent = 80;

/** AWS's own advice: more than one write in a hundred. */
const throttledPercent = 1;

/** A stream as a whole. */
export interface StreamFacts {
  readonly key: string;
  readonly name: string;
  /** AWS's word: `ACTIVE`. */
  readonly status: string;
  readonly mode: "PROVISIONED" | "ON_DEMAND";
  readonly openShards: number;
  readonly records: Series;
  readonly bytes: Series;
  /** Share of writes that were refused, 0–1. */
  readonly writesThrottled: Series;
  /** Share of reads that were refused, 0–1. */
  readonly readsThrottled: Series;
  /** A job asks without a pause, so that reads are refused as a matter of course. */
  readonly isReadByJob: boolean;
  /** A job writes a window's results all at once, so that writes are refused as a matter of course. */
  readonly isFilledByJob: boolean;
  /** A job puts there what it could count in no result: nothing is what there should be. */
  readonly isOfRejects: boolean;
}

/** Of what a stream takes, the greater of the shares of records and of bytes, per cent. */
function capacityPercent({ mode, records, bytes, openShards }: StreamFacts): Series {
  const shards = mode === "ON_DEMAND" ? onDemandShards : openShards;
  const perMinute = 60 * shards;
  return combined(
    percentOf(records, perMinute * shardLimits.recordsPerSecond),
    percentOf(bytes, perMinute * shardLimits.bytesPerSecond),
    Math.max,
  );
}

/** How a stream is: its state, its room, and what it refused. */
export function judgeStream(facts: StreamFacts): Finding[] {
  return [judgeTraffic(facts), ...judgeRejects(facts), ...judgeThrottles(facts)];
}

function judgeTraffic(facts: StreamFacts): Finding {
  const { key, name, status, mode, openShards, records } = facts;
  const subject = `stream ${key}`;
  if (status !== "ACTIVE" && status !== "UPDATING") {
    return { verdict: "CRITICAL", subject, message: `it is ${status}`, command: describeStream(name) };
  }
  if (records.values.length === 0 && facts.isOfRejects) {
    return { verdict: "HEALTHY", subject, message: "nothing was rejected" };
  }
  if (records.values.length === 0) {
    return { verdict: "UNKNOWN", subject, message: "no record came in", command: describeStream(name) };
  }
  const share = capacityPercent(facts);
  const evidence = { label: "share of its capacity", unit: "%", series: share, limit: nearCapacityPercent } as const;
  const now = newest(share) ?? 0;
  const shards = `its ${openShards} ${openShards === 1 ? "shard" : "shards"}`;
  if (isLasting(share, nearCapacityPercent)) {
    return {
      verdict: "WARNING",
      subject,
      message: `${now.toFixed(0)} % of what ${mode === "ON_DEMAND" ? "it can grow to take" : `${shards} take`} comes in`,
      evidence,
      cause: "traffic has grown",
      command:
        mode === "ON_DEMAND"
          ? describeStream(name)
          : `aws kinesis update-shard-count --stream-name ${name} --scaling-type UNIFORM_SCALING --target-shard-count ${openShards * 2}`,
    };
  }
  const rate = (sum(records) / records.values.length).toFixed(0);
  return {
    verdict: "HEALTHY",
    subject,
    message: `${rate} records a minute, ${now.toFixed(1)} % of ${mode === "ON_DEMAND" ? "what it can grow to" : shards}`,
    evidence,
  };
}

function judgeRejects({ key, name, records, isOfRejects }: StreamFacts): Finding[] {
  const rejected = sum(records);
  if (!isOfRejects || rejected === 0) return [];
  const iterator = `aws kinesis get-shard-iterator --stream-name ${name} --shard-id shardId-000000000000 --shard-iterator-type TRIM_HORIZON`;
  return [
    {
      verdict: "WARNING",
      subject: `stream ${key}`,
      message: `records that a job could count in no result: ${rejected}`,
      evidence: { label: "rejected", unit: "records/min", series: records },
      cause: "they came too late, or are no events: each says which",
      command: `aws kinesis get-records --shard-iterator $(${iterator} --query ShardIterator --output text)`,
    },
  ];
}

function judgeThrottles({ key, name, writesThrottled, readsThrottled, ...of }: StreamFacts): Finding[] {
  const throttles = [
    {
      what: "writes",
      isUsual: of.isFilledByJob,
      series: writesThrottled,
      cause: "a shard has no room left: a hot key, or too few shards",
      command: `aws kinesis list-shards --stream-name ${name}`,
    },
    {
      what: "reads",
      isUsual: of.isReadByJob,
      series: readsThrottled,
      cause: "more than five reads a second of a shard: several readers share its throughput",
      command: `aws kinesis list-stream-consumers --stream-arn $(aws kinesis describe-stream-summary --stream-name ${name} --query StreamDescriptionSummary.StreamARN --output text)`,
    },
  ];
  return throttles.flatMap(({ what, isUsual, series, cause, command }): Finding[] => {
    const percent = percentOf(series, 1);
    const most = greatest(percent) ?? 0;
    if (isUsual || most <= throttledPercent) return [];
    const message = `up to ${most.toFixed(1)} % of the ${what} were refused`;
    const evidence = { label: `${what} refused`, unit: "%", series: percent, limit: throttledPercent } as const;
    return [{ verdict: "WARNING", subject: `stream ${key}`, message, evidence, cause, command }];
  });
}

function percentOf({ timesMs, values }: Series, whole: number): Series {
  return { timesMs, values: values.map((value) => (100 * value) / whole) };
}

function describeStream(name: string): string {
  return `aws kinesis describe-stream-summary --stream-name ${name}`;
}
