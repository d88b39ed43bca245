import { parseConsumerArn } from "./consumer-arn";
import type { Kinesis } from "./kinesis";
import { accountRateExceeded, streamRateExceeded } from "./rate-exceeded";
import { RateWindow } from "./rate-window";
import type { Stream } from "./stream";

/** How often an operation may be called in a second: with all of an account's streams together, or with each by itself. */
interface CallRate {
  readonly callsPerSecond: number;
  readonly per: "account" | "stream";
}

const perAccount = (callsPerSecond: number): CallRate => ({ callsPerSecond, per: "account" });
const perStream = (callsPerSecond: number): CallRate => ({ callsPerSecond, per: "stream" });

/** Those that AWS's API reference tells; other operations have no rate here, or a shard's. */
const callRates: Readonly<Record<string, CallRate>> = {
  AddTagsToStream: perAccount(5),
  CreateStream: perAccount(5),
  DeleteStream: perAccount(5),
  DeregisterStreamConsumer: perStream(5),
  DescribeAccountSettings: perAccount(5),
  DescribeLimits: perAccount(1),
  DescribeStream: perAccount(10),
  DescribeStreamConsumer: perStream(20),
  DescribeStreamSummary: perAccount(20),
  ListShards: perStream(1_000),
  ListStreamConsumers: perStream(5),
  ListStreams: perAccount(5),
  ListTagsForStream: perAccount(5),
  MergeShards: perAccount(5),
  RegisterStreamConsumer: perAccount(5),
  RemoveTagsFromStream: perAccount(5),
  SplitShard: perAccount(5),
  UpdateAccountSettings: perAccount(5),
  UpdateShardCount: perAccount(10),
  UpdateStreamWarmThroughput: perAccount(5),
};

/**
 * Holds an operation to the rate at which AWS takes it.
 * @returns what to call with the input before each call of the operation: throws AwsError `LimitExceededException` when
 * it is one call too many. Undefined where there is no rate to hold it to.
 */
export function callLimit(kinesis: Kinesis, operation: string): ((input: unknown) => void) | undefined {
  const rate = callRates[operation];
  if (!kinesis.limits || !rate) return undefined;
  const ofAccount = new RateWindow(rate.callsPerSecond);
  const ofStreams = new WeakMap<Stream, RateWindow>();
  const windowOf = (stream: Stream) => {
    const window = ofStreams.get(stream) ?? new RateWindow(rate.callsPerSecond);
    ofStreams.set(stream, window);
    return window;
  };
  return (input) => {
    const named = streamNamedIn(input);
    const stream = named === undefined ? undefined : kinesis.findStream(named);
    const window = rate.per === "account" ? ofAccount : stream && windowOf(stream);
    // That there is no such stream is for the operation itself to say.
    if (!window) return;
    if (window.left(kinesis.clock.now()) < 1) {
      throw named === undefined ? accountRateExceeded(kinesis) : streamRateExceeded(kinesis, stream?.name ?? named);
    }
    window.take(1);
  };
}

/** The name or ARN by which an input names a stream, whatever else it is: it is checked only afterwards. */
function streamNamedIn(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const { StreamName, StreamARN, ConsumerARN } = input as Readonly<Record<string, unknown>>;
  const named = StreamName ?? StreamARN ?? ConsumerARN;
  return typeof named === "string" ? (parseConsumerArn(named)?.streamArn ?? named) : undefined;
}
