import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { denyInsecureTransport, policyDocument } from "../iam/policy-document";
import { type QueueMetrics, queueMetrics } from "./metrics";

/** A queue of where in the stream the batches stand that were given up. */
export class FailureQueue extends Construct {
  readonly arn: string;
  readonly metrics: QueueMetrics;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    const queue = new SqsQueue(this, "Resource", {
      name: props.name,
      // The longest there is: 14 days, twice what a production stream keeps by default.
      messageRetentionSeconds: 1_209_600,
      // Messages hold sequence numbers and no data: SQS's own keys will do.
      sqsManagedSseEnabled: true,
    });
    new SqsQueuePolicy(this, "Policy", {
      queueUrl: queue.id,
      policy: policyDocument([denyInsecureTransport("sqs:*", [queue.arn])]),
    });
    this.arn = queue.arn;
    this.metrics = queueMetrics(props.name);
  }
}
