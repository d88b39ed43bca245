import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import type { TerraformPermissions } from "./terraform-permissions";

/** Streams and their consumers, and delivery streams. */
export function streamPermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  // A consumer's ARN goes on where its stream's ends.
  const streams = [names.stream("*").arn];
  const deliveries = [names.deliveryStream("*").arn];
  return {
    reads: [
      {
        Sid: "ReadStreams",
        Action: [
          "kinesis:DescribeStreamConsumer",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetResourcePolicy",
          "kinesis:ListTagsForResource",
          "kinesis:ListTagsForStream",
        ],
        Resource: streams,
      },
      // Asked before each plan of a stream on demand: how many of these the account may have.
      { Sid: "ReadLimits", Action: ["kinesis:DescribeLimits"], Resource: ["*"] },
      {
        Sid: "ReadDeliveries",
        Action: ["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"],
        Resource: deliveries,
      },
    ],
    writes: [
      {
        Sid: "MakeStreams",
        Action: [
          "kinesis:AddTagsToStream",
          "kinesis:CreateStream",
          "kinesis:DecreaseStreamRetentionPeriod",
          "kinesis:DeleteResourcePolicy",
          "kinesis:DeleteStream",
          "kinesis:DeregisterStreamConsumer",
          "kinesis:IncreaseStreamRetentionPeriod",
          "kinesis:PutResourcePolicy",
          "kinesis:RegisterStreamConsumer",
          "kinesis:RemoveTagsFromStream",
          "kinesis:TagResource",
          "kinesis:UntagResource",
        ],
        Resource: streams,
      },
      { Sid: "EncryptStreams", Action: ["kinesis:StartStreamEncryption"], Resource: [...streams, names.keysArn] },
      {
        Sid: "ShapeStreams",
        Action: [
          "kinesis:DisableEnhancedMonitoring",
          "kinesis:EnableEnhancedMonitoring",
          "kinesis:UpdateShardCount",
          "kinesis:UpdateStreamMode",
        ],
        // Of these, Kinesis lets a policy name no stream.
        Resource: ["*"],
      },
      {
        Sid: "MakeDeliveries",
        Action: [
          "firehose:CreateDeliveryStream",
          "firehose:DeleteDeliveryStream",
          "firehose:StartDeliveryStreamEncryption",
          "firehose:StopDeliveryStreamEncryption",
          "firehose:TagDeliveryStream",
          "firehose:UntagDeliveryStream",
          "firehose:UpdateDestination",
        ],
        Resource: deliveries,
      },
    ],
  };
}
