import { AwsError } from "../../aws-error";
import { type Infer, integer, readInput, structure, timestamp } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import type { Stream } from "../stream";
import { checkTokenAlone, openPage, page } from "./next-token";
import { checkShardFilter, passes, type ShardFilter, shardFilter } from "./shard-filter";
import { type ShardOutput, shardOutput } from "./shard-output";
import { checkCreationTime, findStream, nextToken, notActive, shardId, streamMembers } from "./stream-input";

/** Of one page; asking for more is allowed, and gets no more. */
const maxShards = 1_000;

const shape = structure(
  {},
  {
    ...streamMembers,
    NextToken: nextToken,
    ExclusiveStartShardId: shardId,
    MaxResults: integer({ min: 1, max: 10_000 }),
    StreamCreationTimestamp: timestamp,
    ShardFilter: shardFilter,
  },
);

type Request = Infer<typeof shape>;

/** A page of shards. */
export interface ListShardsOutput {
  readonly Shards: readonly ShardOutput[];
  readonly NextToken?: string;
}

/** What is listed: the request's own, or what an earlier page's token remembers. */
interface Listing {
  readonly stream: Stream;
  readonly after: string;
  readonly filter: ShardFilter;
}

/**
 * Lists shards.
 * @throws AwsError `ResourceInUseException` for a stream in CREATING or DELETING, `InvalidArgumentException` for members
 * that do not go together, `ExpiredNextTokenException` for a token of more than five minutes
 */
export function listShards(kinesis: Kinesis, input: unknown): ListShardsOutput {
  const { MaxResults = maxShards, ...request } = readInput(shape, input);
  const listing =
    request.NextToken === undefined ? begin(kinesis, request) : resume(kinesis, request, request.NextToken);
  const { stream, after, filter } = listing;
  if (stream.status === "CREATING" || stream.status === "DELETING") throw notActive(kinesis, stream);
  const rest = stream.shards().filter((shard) => shard.shardId > after && passes(stream, shard, filter));
  const remembered = [stream.name, stream.id, JSON.stringify(filter)];
  const limit = Math.min(MaxResults, maxShards);
  const { items, nextToken } = page(kinesis, "ListShards", rest, limit, (shard) => shard.shardId, remembered);
  return { Shards: items.map(shardOutput), NextToken: nextToken };
}

function begin(kinesis: Kinesis, request: Request): Listing {
  const { ExclusiveStartShardId = "", ShardFilter = { Type: "FROM_TRIM_HORIZON" }, StreamCreationTimestamp } = request;
  checkShardFilter(ShardFilter);
  const stream = findStream(kinesis, request);
  checkCreationTime(kinesis, stream, StreamCreationTimestamp);
  return { stream, after: ExclusiveStartShardId, filter: ShardFilter };
}

function resume(kinesis: Kinesis, request: Request, token: string): Listing {
  const { StreamName, StreamCreationTimestamp, ExclusiveStartShardId, ShardFilter } = request;
  checkTokenAlone({ StreamName, StreamCreationTimestamp, ExclusiveStartShardId, ShardFilter });
  const { after, parts } = openPage(kinesis, "ListShards", token);
  const [name = "", id, filter = ""] = parts;
  const stream = kinesis.stream(name);
  if (stream.id !== id || (request.StreamARN ?? stream.arn) !== stream.arn) {
    throw new AwsError("InvalidArgumentException", "Invalid NextToken.");
  }
  return { stream, after, filter: JSON.parse(filter) as ShardFilter };
}
