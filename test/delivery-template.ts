import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { DeliveryStream, type DeliveryStreamProps } from "../modules/delivery-stream/delivery-stream";
import type { Destination } from "../modules/delivery-stream/destination";
import { exactlyOne, type Resource, type Template } from "./exactly-one";
import { type PolicyStatement, statementsOf } from "./policies";

/** A delivery stream, synthesized: what Terraform gets of it. */
export interface DeliveryTemplate {
  readonly construct: DeliveryStream;
  readonly template: Template;
  /** The `aws_kinesis_firehose_delivery_stream`. */
  readonly resource: Resource;
  /** The statements of its role's policy, by their ids. */
  readonly permissions: Readonly<Record<string, PolicyStatement>>;
}

/** A delivery stream to a destination, fed by a stream; a test states only what differs. */
export function deliveryTemplate(
  destination: Destination,
  changes: Partial<DeliveryStreamProps> = {},
): DeliveryTemplate {
  const stack = new TerraformStack(Testing.app({ fakeCdktfJsonPath: true }), "stack");
  new AwsProvider(stack, "Aws", { region: "eu-west-1" });
  const construct = new DeliveryStream(stack, "Delivery", {
    name: "delivery",
    roleName: "delivery-firehose",
    account: "123456789012",
    source: { kind: "stream", streamArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/data-stream" },
    destination,
    logGroup: { name: "/logs", arn: "arn:aws:logs:eu-west-1:123456789012:log-group:/logs" },
    logRetentionDays: 14,
    logKeyArn: undefined,
    statements: [],
    boundaryArn: undefined,
    isProtected: false,
    ...changes,
  });
  const template = JSON.parse(Testing.synth(stack, true)) as Template;
  const policy = statementsOf(template).filter(({ where }) => where.startsWith("aws_iam_role_policy."));
  return {
    construct,
    template,
    resource: exactlyOne(template, "aws_kinesis_firehose_delivery_stream"),
    permissions: Object.fromEntries(policy.map((statement) => [statement.Sid, statement])),
  };
}

/** Terraform's way to name the role of a {@link deliveryTemplate}. */
export const roleArn = expect.stringMatching(/^\$\{aws_iam_role\.Delivery_Role_\w+\.arn\}$/);
