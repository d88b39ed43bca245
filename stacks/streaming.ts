import { Construct } from "constructs";
import type { Environment } from "../environments";
import { DataStream } from "../modules/data-stream/data-stream";
import type { StreamMetrics } from "../modules/data-stream/metrics";
import { ProducerPolicy } from "../modules/producer-policy/producer-policy";
import { byKey } from "./by-key";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation";

/** The streams, who reads them by enhanced fan-out, and the policies of who writes to them. */
export class StreamingStack extends EnvironmentStack {
  /** A stream's metrics by its key. @throws Error when there is no such stream. */
  readonly metricsOf: (stream: string) => StreamMetrics;
  private readonly streamOf: (key: string) => DataStream;

  constructor(scope: Construct, environment: Environment, foundation: FoundationStack) {
    super(scope, "streaming", environment);
    this.addDependency(foundation);
    const { names } = this;
    const keyArn = foundation.keys.streams;
    const streams = new Construct(this, "Streams");
    const producers = new Construct(this, "Producers");

    const made = Object.entries(environment.streams).map(([key, stream]) => {
      const construct = new DataStream(streams, key, {
        ...names.stream(key),
        ...stream,
        keyArn,
        consumers: Object.fromEntries(stream.consumers.map((consumer) => [consumer, names.consumerName(consumer)])),
        isProtected: environment.deletionProtection,
      });
      const { name } = names.producerPolicy(key);
      const producer = new ProducerPolicy(producers, key, { name, streamArn: construct.arn, keyArn });
      return { key, construct, producer: { name, arn: producer.arn } };
    });

    this.streamOf = byKey(
      "stream",
      made.map(({ key, construct }) => [key, construct]),
    );
    this.metricsOf = (stream) => this.streamOf(stream).metrics;
    this.output("streams", Object.fromEntries(made.map(({ key, construct: { name, arn } }) => [key, { name, arn }])));
    this.output("producerPolicies", Object.fromEntries(made.map(({ key, producer }) => [key, producer])));
  }

  /**
   * The ARN of a stream's enhanced fan-out consumer, which AWS makes up.
   * @throws Error when there is no such stream, or it has no such consumer.
   */
  consumerArn(stream: string, consumer: string): string {
    const arn = this.streamOf(stream).consumerArns.get(consumer);
    if (arn === undefined) throw new Error(`stream ${stream} has no consumer ${consumer}`);
    return arn;
  }
}
