import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import type { TerraformPermissions } from "./permissions";

/** Delivery streams. */
export function deliveryPermissions(environment: Environment): TerraformPermissions {
  const Resource = [namesOf(environment).deliveryStream("*").arn];
  return {
    reads: [
      {
        Sid: "ReadDeliveries",
        Action: ["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"],
        Resource,
      },
    ],
    writes: [
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
        Resource,
      },
    ],
  };
}
