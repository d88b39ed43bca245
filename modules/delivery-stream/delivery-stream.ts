import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { Construct } from "constructs";
import { exclusivePolicies } from "../iam/exclusive-policies";
import { policyDocument, type Statement } from "../iam/policy-document";
import { type Destination, type DestinationContext, logStreams } from "./destination";
import { type DeliveryMetrics, deliveryMetrics } from "./metrics";
import { type Source, sourceConfiguration, sourceStatements } from "./source";

/** See {@link DeliveryStream}. */
export interface DeliveryStreamProps {
  /** At most 64 characters. */
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly source: Source;
  readonly destination: Destination;
  readonly logGroup: { readonly name: string; readonly arn: string };
  /** One of the periods that CloudWatch Logs accepts. */
  readonly logRetentionDays: number;
  /** @default CloudWatch's own key */
  readonly logKeyArn: string | undefined;
  /** What the role needs beside reading its source and writing to its destination, such as the use of keys. */
  readonly statements: readonly Statement[];
  /** ARN of the policy that the role's permissions stay within. @default none */
  readonly boundaryArn: string | undefined;
  /** Whether Terraform refuses to destroy it, and with it what it holds and where in its stream it stands. */
  readonly isProtected: boolean;
}

/**
 * A Firehose stream with a log group and a role of its own. One that a stream feeds holds a position, and a new one
 * begins at the stream's end: replacing it loses what came in between.
 */
export class DeliveryStream extends Construct {
  readonly arn: string;
  readonly metrics: DeliveryMetrics;

  constructor(scope: Construct, id: string, props: DeliveryStreamProps) {
    super(scope, id);
    const { source, destination } = props;
    // One that is kept goes on delivering, and for that needs its role and what this may do.
    const lifecycle = { preventDestroy: props.isProtected };
    const role = new IamRole(this, "Role", {
      name: props.roleName,
      permissionsBoundary: props.boundaryArn,
      assumeRolePolicy: policyDocument([trustIn(props.account)]),
      lifecycle,
    });
    const policy = new IamRolePolicy(this, "Policy", {
      name: "delivery",
      role: role.name,
      policy: policyDocument([
        ...sourceStatements(source),
        ...destination.statements(props.account),
        {
          Sid: "Logs",
          Action: ["logs:PutLogEvents"],
          Resource: logStreams.map((stream) => `${props.logGroup.arn}:log-stream:${stream}`),
        },
        ...props.statements,
      ]),
      lifecycle,
    });
    exclusivePolicies(this, role, { inline: [policy.name], attached: [] });
    const context = { roleArn: role.arn, logging: this.logging(props) };
    const resource = new KinesisFirehoseDeliveryStream(this, "Resource", {
      name: props.name,
      ...sourceConfiguration(source, role.arn),
      ...destination.configuration(context),
      // Firehose tries what its role may do as soon as it is made.
      dependsOn: [policy],
      lifecycle,
    });
    this.arn = resource.arn;
    this.metrics = deliveryMetrics(props.name, source, destination);
  }

  /** Made here: Firehose makes neither group nor stream by itself, and would log nothing. */
  private logging({ logGroup, logRetentionDays, logKeyArn }: DeliveryStreamProps): DestinationContext["logging"] {
    const group = new CloudwatchLogGroup(this, "LogGroup", {
      name: logGroup.name,
      retentionInDays: logRetentionDays,
      kmsKeyId: logKeyArn,
    });
    const options = (name: (typeof logStreams)[number]) => {
      const stream = new CloudwatchLogStream(this, name, { name, logGroupName: group.name });
      return { enabled: true, logGroupName: group.name, logStreamName: stream.name } as const;
    };
    return { DestinationDelivery: options("DestinationDelivery"), BackupDelivery: options("BackupDelivery") };
  }
}

/** Firehose names the account that it acts for: no other account's delivery stream can use the role. */
function trustIn(account: string): Statement {
  return {
    Sid: "Firehose",
    Principal: { Service: "firehose.amazonaws.com" },
    Action: ["sts:AssumeRole"],
    // Firehose's own guard against the confused deputy ("Allow Firehose to assume an IAM role"). That it sends
    // aws:SourceAccount stands nowhere, and a role that asked for it in vain could never be assumed.
    Condition: { StringEquals: { "sts:ExternalId": account } },
  };
}
