import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
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
  }
}
