import { AwsError } from "../../aws-error";
import { type Infer, integer, oneOf, readInput, structure, timestamp } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import type { Shard } from "../shard";
import type { Stream } from "../stream";
import { openPage, page } from "./next-token";
import { type ShardOutput, shardOutput, visibleShards } from "./shard-output";
import { findStream, nextToken, shardId, streamMembers } from "./stream-input";

const filterTypes = [
  "AFTER_SHARD_ID",
  "AT_TRIM_HORIZON",
  "FROM_TRIM_HORIZON",
  "AT_LATEST",
  "AT_TIMESTAMP",
  "FROM_TIMESTAMP",
] as const;
const filterShape = structure({ Type: oneOf(filterTypes) }, { ShardId: shardId, Timestamp: timestamp });

const shape = structure(
  {},
  {
    ...streamMembers,
    NextToken: nextToken,
    ExclusiveStartShardId: shardId,
    MaxResults: integer({ min: 1, max: 10_000 }),
    StreamCreationTimestamp: timestamp,
    ShardFilter: filterShape,
  },
);

type ShardFilter = Infer<typeof filterShape>;

/** A page of shards. */
export interface ListShardsOutput {
  readonly Shards: readonly ShardOutput[];
  readonly NextToken?: string;
}

/** What is listed: the request's own, or what an earlier page's token remembers. */
interface Listing {
  readonly stream: Stream;
  readonly after: string;
  readonly filter: ShardFilter | undefined;
}

/** Lists shards, 1,000 unless asked otherwise. */
export function listShards(kinesis: Kinesis, input: unknown): ListShardsOutput {
  const { MaxResults = 1_000, ...request } = readInput(shape, input);
  const { stream, after, filter } = listingOf(kinesis, request);
  const rest = visibleShards(stream).filter((shard) => shard.shardId > after && passes(shard, stream, kinesis, filter));
  const remembered = [stream.name, stream.id, JSON.stringify(filter ?? null)];
  const { items, nextToken } = page(kinesis, "ListShards", rest, MaxResults, (shard) => shard.shardId, remembered);
  return { Shards: items.map(shardOutput), NextToken: nextToken };
}

function listingOf(kinesis: Kinesis, request: Omit<Infer<typeof shape>, "MaxResults">): Listing {
  const { NextToken, ExclusiveStartShardId = "", ShardFilter, StreamName, StreamARN } = request;
  if (NextToken === undefined) {
    const stream = findStream(kinesis, { StreamName, StreamARN });
    return { stream, after: ExclusiveStartShardId, filter: ShardFilter };
  }
  if (StreamName !== undefined) {
    throw new AwsError("InvalidArgumentException", "NextToken and StreamName cannot be provided together.");
  }
  const { after, parts } = openPage(kinesis, "ListShards", NextToken);
  const [name = "", id, filter = "null"] = parts;
  const stream = kinesis.stream(name);
  if (stream.id !== id) throw new AwsError("InvalidArgumentException", "Invalid NextToken.");
  return { stream, after, filter: (JSON.parse(filter) as ShardFilter | null) ?? undefined };
}

function passes(shard: Shard, stream: Stream, kinesis: Kinesis, filter: ShardFilter | undefined): boolean {
  switch (filter?.Type) {
    case undefined:
    case "FROM_TRIM_HORIZON":
      return true;
    case "AFTER_SHARD_ID":
      return shard.shardId > (filter.ShardId ?? "");
    case "AT_LATEST":
      return !shard.closed;
    case "AT_TRIM_HORIZON":
      return isOpenAt(shard, Math.max(stream.trimHorizonMs, stream.createdMs));
    case "AT_TIMESTAMP":
      return isOpenAt(shard, filter.Timestamp ?? kinesis.clock.now());
    case "FROM_TIMESTAMP":
      return isOpenAfter(shard, filter.Timestamp ?? kinesis.clock.now());
  }
}

function isOpenAt(shard: Shard, timestampMs: number): boolean {
  return shard.createdMs <= timestampMs && isOpenAfter(shard, timestampMs);
}

function isOpenAfter({ closedMs }: Shard, timestampMs: number): boolean {
  return closedMs === undefined || closedMs > timestampMs;
}
