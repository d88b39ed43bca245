import type { KinesisAccount, Outcome } from "./kinesis-account";
import { answerOf, StreamARN, StreamName } from "./kinesis-calls";

type Input = Readonly<Record<string, unknown>>;

/** Brings about an error of an operation, of which `valid` is a call that would succeed. */
type Refusal = (account: KinesisAccount, operation: string, valid: Input) => Promise<Outcome>;

/** Errors that nothing here brings about: nobody is denied anything, any key will do, and no part fails on purpose. */
const neverHere = /^(AccessDenied|InternalFailure|KMS)/;

/** Errors that AWS documents of an operation without a case that would come here, or could. */
const withoutCase: Readonly<Record<string, readonly string[]>> = {
  // What only looks does not depend on a stream's state, nor on what it holds.
  ListTagsForResource: ["ResourceInUseException", "InvalidArgumentException"],
  GetResourcePolicy: ["ResourceInUseException", "InvalidArgumentException"],
  ListShards: ["ResourceInUseException"],
  ListStreamConsumers: ["ResourceInUseException"],
  // Their inputs have no member that the shape alone does not judge.
  DeleteResourcePolicy: ["InvalidArgumentException"],
  UpdateAccountSettings: ["InvalidArgumentException"],
  UpdateStreamMode: ["InvalidArgumentException"],
  // It answers so for each record by itself.
  PutRecords: ["ProvisionedThroughputExceededException"],
};

/** Operations whose rate AWS does not tell, and that have no quota either. */
const withoutLimit = [
  "DecreaseStreamRetentionPeriod",
  "DeleteResourcePolicy",
  "DisableEnhancedMonitoring",
  "EnableEnhancedMonitoring",
  "GetResourcePolicy",
  "IncreaseStreamRetentionPeriod",
  "ListTagsForResource",
  "PutResourcePolicy",
  "TagResource",
  "UntagResource",
  "UpdateMaxRecordSize",
];

/** Calls an operation of a stream that was deleted. */
const gone: Refusal = async (account, operation, valid) => {
  await answerOf(account, "DeleteStream", { StreamName, EnforceConsumerDeletion: true });
  await answerOf(account, "DeleteStream", { StreamName: "on-demand" });
  await account.settle();
  return account.call(operation, valid);
};

/** Calls an operation while its stream is UPDATING. */
const changing: Refusal = async (account, operation, valid) => {
  for (const arn of [StreamARN, StreamARN.replace(StreamName, "on-demand")]) {
    await answerOf(account, "UpdateMaxRecordSize", { StreamARN: arn, MaxRecordSizeInKiB: 4_096 });
  }
  return account.call(operation, valid);
};

/** Calls an operation without saying of which stream. */
const unnamed: Refusal = (account, operation, valid) => {
  return account.call(operation, { ...valid, StreamName: undefined, StreamARN: undefined, ConsumerARN: undefined });
};

/** Calls an operation until it answers with an error of that code, but not for ever. */
const often =
  (code: string, moreInput: Input = {}): Refusal =>
  async (account, operation, valid) => {
    let outcome: Outcome = { answer: undefined };
    for (let count = 0; count < 1_100 && !("code" in outcome && outcome.code === code); count++) {
      outcome = await account.call(operation, { ...valid, ...moreInput });
    }
    return outcome;
  };

/** Changes a stream again and again, each time when it is ACTIVE. */
const changedOften =
  (...inputs: readonly [operation: string, moreInput?: Input][]): Refusal =>
  async (account, operation, valid) => {
    for (let count = 0; count < 30; count++) {
      for (const [before, moreInput = {}] of inputs) {
        await account.call(before, { ...valid, ...moreInput });
        await account.settle();
      }
      const outcome = await account.call(operation, valid);
      if ("code" in outcome) return outcome;
      await account.settle();
    }
    return { answer: undefined };
  };

/** Changes some members of the call. */
const withInput =
  (moreInput: Input): Refusal =>
  (account, operation, valid) =>
    account.call(operation, { ...valid, ...moreInput });

/** Of iterators and of tokens. */
const lifetimeMs = 300_000;

/** Calls an operation with what its answer gave to go on with, but too late. */
const later =
  (given: string, member: string): Refusal =>
  async (account, operation, valid) => {
    const unfiltered = { ...valid, ShardFilter: undefined };
    const answer = await answerOf(account, operation, unfiltered);
    const token = (answer as Readonly<Record<string, unknown>>)[given];
    await account.clock.advance(lifetimeMs + 1);
    // A token says of which stream it is.
    return account.call(operation, { ...unfiltered, StreamName: undefined, [member]: token });
  };

/** By code, for every operation that has no way of its own. */
const common: Readonly<Record<string, Refusal>> = {
  ResourceNotFoundException: gone,
  ResourceInUseException: changing,
  InvalidArgumentException: unnamed,
  LimitExceededException: often("LimitExceededException"),
  ExpiredNextTokenException: later("NextToken", "NextToken"),
  ExpiredIteratorException: later("NextShardIterator", "ShardIterator"),
  ProvisionedThroughputExceededException: often("ProvisionedThroughputExceededException"),
};

/** A position that SubscribeToShard refuses, so that no subscription is in the way of the next call. */
const nowhere = { StartingPosition: { Type: "AT_SEQUENCE_NUMBER" } };

/** By operation and code. */
const own: Readonly<Record<string, Readonly<Record<string, Refusal>>>> = {
  CreateStream: {
    ResourceInUseException: withInput({ StreamName }),
    InvalidArgumentException: withInput({ ShardCount: undefined }),
  },
  GetRecords: { InvalidArgumentException: withInput({ ShardIterator: "no iterator" }) },
  ListStreamConsumers: {
    InvalidArgumentException: withInput({ NextToken: "no token" }),
    async ExpiredNextTokenException(account, operation, valid) {
      await answerOf(account, "RegisterStreamConsumer", { StreamARN, ConsumerName: "another" });
      return later("NextToken", "NextToken")(account, operation, valid);
    },
  },
  ListStreams: { InvalidArgumentException: withInput({ NextToken: "no token" }) },
  PutResourcePolicy: { InvalidArgumentException: withInput({ Policy: "{}" }) },
  RegisterStreamConsumer: { InvalidArgumentException: withInput({ Tags: { "aws:mine": "" } }) },
  StartStreamEncryption: { LimitExceededException: changedOften() },
  StopStreamEncryption: { LimitExceededException: changedOften(["StartStreamEncryption"]) },
  SubscribeToShard: {
    InvalidArgumentException: withInput(nowhere),
    LimitExceededException: often("LimitExceededException", nowhere),
    async ResourceInUseException(account, operation, valid) {
      const registered = await answerOf(account, "RegisterStreamConsumer", { StreamARN, ConsumerName: "another" });
      const { Consumer } = registered as { Consumer: { ConsumerARN: string } };
      return account.call(operation, { ...valid, ConsumerARN: Consumer.ConsumerARN });
    },
  },
  TagResource: { InvalidArgumentException: withInput({ Tags: { "aws:mine": "" } }) },
  UntagResource: { InvalidArgumentException: withInput({ TagKeys: ["a;b"] }) },
  UpdateStreamMode: {
    LimitExceededException: changedOften(["UpdateStreamMode", { StreamModeDetails: { StreamMode: "PROVISIONED" } }]),
  },
};

/** How to bring about an error that AWS documents of an operation, if it has a case here. */
export function refusalOf(operation: string, code: string): Refusal | undefined {
  if (neverHere.test(code) || withoutCase[operation]?.includes(code)) return undefined;
  if (code === "LimitExceededException" && withoutLimit.includes(operation)) return undefined;
  return own[operation]?.[code] ?? common[code];
}
