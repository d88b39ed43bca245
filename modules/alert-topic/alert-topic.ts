import { createHash } from "node:crypto";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { denyInsecureTransport, fromAccount, policyDocument } from "../iam/policy-document";

/** See {@link AlertTopic}. */
export interface AlertTopicProps {
  readonly name: string;
  readonly account: string;
  /** Customer-managed: CloudWatch may not publish through the key that AWS manages. */
  readonly keyArn: string;
  /** Pattern of the alarms that may publish. */
  readonly alarmsArn: string;
  /** Who is told, each once. */
  readonly subscriptions: readonly TopicSubscription[];
}

/** Someone who is told what a topic is. */
export interface TopicSubscription {
  readonly protocol: "email" | "https";
  /** An address of the protocol. */
  readonly endpoint: string;
}

/** A topic that CloudWatch alarms publish to. */
export class AlertTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "Resource", { name: props.name, kmsMasterKeyId: props.keyArn });
    new SnsTopicPolicy(this, "Policy", {
      arn: topic.arn,
      policy: policyDocument([
        {
          Sid: "Alarms",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["sns:Publish"],
          Resource: [topic.arn],
          Condition: { ...fromAccount(props.account), ArnLike: { "aws:SourceArn": props.alarmsArn } },
        },
        denyInsecureTransport("sns:Publish", [topic.arn]),
      ]),
    });
    this.arn = topic.arn;
    const group = new Construct(this, "Subscriptions");
    for (const { protocol, endpoint } of props.subscriptions) {
      // Not the address itself, which may have a key in it; nor its place in the list, whose change would ask all who
      // come after it to confirm again.
      const id = createHash("sha256").update(endpoint).digest("hex").slice(0, 12);
      new SnsTopicSubscription(group, id, {
        topicArn: topic.arn,
        protocol,
        endpoint,
        // What answers an address of the Web confirms by itself, at once; a person takes time.
        endpointAutoConfirms: protocol === "https" ? true : undefined,
      });
    }
  }
}
