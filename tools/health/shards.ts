import type { Finding } from "./finding";
import { nearCapacityPercent } from "./streams";

/** What comes into an open shard. */
export interface ShardLoad {
  readonly shardId: string;
  /** Decimal, 0 to 2^128 - 1; both ends belong to it. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** The greater of its shares of 1,000 records and 1 MiB a second, per cent. */
  readonly percent: number;
}

/** The shards of a stream, and how their load is known. */
export interface ShardFacts {
  readonly key: string;
  readonly name: string;
  readonly source: "metrics" | "sample";
  /** Those that are open; of one alone it is its stream's. */
  readonly loads: readonly ShardLoad[];
  /** How many could not be sampled, since others read them as often as they may be read. */
  readonly unsampled: number;
  /** How many there were when the window began. */
  readonly before: number;
  readonly now: number;
  /** Whether some were split or merged since. */
  readonly isResharded: boolean;
}

/** A shard that takes so many times what the others take on average is hot, if it is also this full. */
const hotTimes = 2;
const hotPercent = 40;

/** Finds shards that take much more than the others: the stream as a whole may have room and yet refuse writes. */
export function judgeShards(facts: ShardFacts): Finding[] {
  return [...judgeScaling(facts), ...judgeUnsampled(facts), ...judgeLoads(facts)];
}

/** A reader finishes the old shards before it begins with those that came of them. */
function judgeScaling({ key, before, now, isResharded }: ShardFacts): Finding[] {
  if (!isResharded) return [];
  const message = `it was resharded: ${before} shards are ${now} now, and readers finish the old ones first`;
  return [{ verdict: "HEALTHY", subject: `stream ${key}`, message }];
}

function judgeUnsampled({ key, name, unsampled }: ShardFacts): Finding[] {
  if (unsampled === 0) return [];
  return [
    {
      verdict: "UNKNOWN",
      subject: `stream ${key}`,
      message: `the load of ${unsampled} shards is unknown: they are read as often as they may be`,
      command: `aws kinesis enable-enhanced-monitoring --stream-name ${name} --shard-level-metrics IncomingBytes IncomingRecords`,
    },
  ];
}

function judgeLoads({ key, name, source, loads }: ShardFacts): Finding[] {
  if (loads.length < 2) return [];
  const total = loads.reduce((sum, { percent }) => sum + percent, 0);
  const known = source === "sample" ? " (by a sample of the last seconds: its shard metrics are off)" : "";
  return loads.flatMap((load): Finding[] => {
    const others = (total - load.percent) / (loads.length - 1);
    const isHot = load.percent > hotPercent && load.percent > hotTimes * others;
    if (!isHot) return [];
    return [
      {
        verdict: load.percent > nearCapacityPercent ? "CRITICAL" : "WARNING",
        subject: `stream ${key}`,
        message: `${load.shardId} takes ${load.percent.toFixed(0)} % of what a shard can, the others ${others.toFixed(0)} % on average${known}`,
        cause: "many records have the same partition key, or keys whose hashes lie close together",
        command: `aws kinesis split-shard --stream-name ${name} --shard-to-split ${load.shardId} --new-starting-hash-key ${middle(load)}`,
      },
    ];
  });
}

/** Where the second of two equal halves begins. */
function middle({ startingHashKey, endingHashKey }: ShardLoad): string {
  return String((BigInt(startingHashKey) + BigInt(endingHashKey) + 1n) / 2n);
}
