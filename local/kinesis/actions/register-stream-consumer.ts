import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import type { Stream } from "../stream";
import { commitmentStatus } from "../throughput-commitment";
import { type ConsumerOutput, consumerOutput, consumerStatus } from "./consumer-output";
import { consumerName, findActiveStream, streamArn, streamId } from "./stream-input";
import { tagMap, withTags } from "./tags";

/** Of one stream. */
const maxConsumers = 20;
/** Of an on-demand stream of an account that has the on-demand advantage. */
const maxConsumersOfAdvantage = 50;
/** Of all streams together. */
const maxCreating = 5;

const shape = structure({ StreamARN: streamArn, ConsumerName: consumerName }, { StreamId: streamId, Tags: tagMap });

/**
 * Registers an enhanced fan-out consumer. AWS answers CREATING, and only the next look says ACTIVE.
 * @throws AwsError `ResourceInUseException` when there is one of that name, `LimitExceededException` beyond AWS's quotas
 */
export function registerStreamConsumer(kinesis: Kinesis, input: unknown): { readonly Consumer: ConsumerOutput } {
  const { StreamARN, ConsumerName: name, Tags = {} } = readInput(shape, input);
  const stream = findActiveStream(kinesis, { StreamARN });
  if (stream.consumers.has(name)) {
    const message = `Consumer ${name} under stream ${stream.arn} already exists for account ${kinesis.accountId}.`;
    throw new AwsError("ResourceInUseException", message);
  }
  checkQuotas(kinesis, stream);
  const createdMs = kinesis.clock.now();
  const arn = `${stream.arn}/consumer/${name}:${Math.floor(createdMs / 1000)}`;
  const tags = withTags({ name: `consumer ${name}`, tags: new Map() }, kinesis.accountId, Tags);
  const consumer = { name, arn, createdMs, activeAtMs: createdMs + kinesis.transitionMs, tags };
  stream.change({ consumers: new Map([...stream.consumers, [name, consumer]]) });
  return { Consumer: { ...consumerOutput(consumer, createdMs), ConsumerStatus: "CREATING" } };
}

function checkQuotas(kinesis: Kinesis, stream: Stream): void {
  if (!kinesis.limits) return;
  const nowMs = kinesis.clock.now();
  const hasAdvantage =
    stream.properties.mode === "ON_DEMAND" && commitmentStatus(kinesis.account.commitment, nowMs) !== "DISABLED";
  const most = hasAdvantage ? maxConsumersOfAdvantage : maxConsumers;
  if (stream.consumers.size >= most) {
    const message = `Stream ${stream.name} under account ${kinesis.accountId} already has ${most} consumers.`;
    throw new AwsError("LimitExceededException", message);
  }
  const consumers = kinesis.streams().flatMap((each) => [...each.consumers.values()]);
  if (consumers.filter((each) => consumerStatus(each, nowMs) === "CREATING").length >= maxCreating) {
    const message = `Account ${kinesis.accountId} already has ${maxCreating} consumers in CREATING status.`;
    throw new AwsError("LimitExceededException", message);
  }
}
