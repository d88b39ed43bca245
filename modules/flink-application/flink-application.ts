import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Kinesisanalyticsv2Application } from "@cdktf/provider-aws/lib/kinesisanalyticsv2-application";
import { Construct } from "constructs";
import { exclusivePolicies } from "../iam/exclusive-policies";
import { networkStatements } from "../iam/network-statements";
import { fromAccount, policyDocument, type Statement } from "../iam/policy-document";
import { type ApplicationSettings, applicationConfiguration } from "./configuration";
import { type ApplicationMetrics, applicationMetrics } from "./metrics";

/** See {@link FlinkApplication}. */
export interface FlinkApplicationProps extends ApplicationSettings {
  /** At most 128 characters. */
  readonly name: string;
  readonly arn: string;
  readonly roleName: string;
  readonly account: string;
  /** AWS's name of a Flink release, such as `FLINK-1_20`. */
  readonly runtime: string;
  /** Name of the stream that it reads. */
  readonly inputStreamName: string;
  readonly logGroup: { readonly name: string; readonly arn: string };
  /** One of the periods that CloudWatch Logs accepts. */
  readonly logRetentionDays: number;
  /** @default CloudWatch's own key */
  readonly logKeyArn: string | undefined;
  /** What the job may do, beside reading its code and writing its log. */
  readonly statements: readonly Statement[];
  /** ARN of the policy that the role's permissions stay within. @default none */
  readonly boundaryArn: string | undefined;
  /** Whether Terraform refuses to destroy it, and with it its state and where in its stream it stands. */
  readonly isProtected: boolean;
}

/**
 * An application of Managed Service for Apache Flink, started, with a log group and a role of its own. It holds a
 * position and state, and its snapshots go with it: replacing it counts again, or skips, what came before.
 */
export class FlinkApplication extends Construct {
  readonly arn: string;
  readonly metrics: ApplicationMetrics;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id);
    // One that is kept goes on running, and for that needs its role and what this may do.
    const lifecycle = { preventDestroy: props.isProtected };
    const role = new IamRole(this, "Role", {
      name: props.roleName,
      permissionsBoundary: props.boundaryArn,
      assumeRolePolicy: policyDocument([trustIn(props)]),
      lifecycle,
    });
    const policy = new IamRolePolicy(this, "Policy", {
      name: "application",
      role: role.name,
      policy: policyDocument([...ownStatements(props), ...props.statements]),
      lifecycle,
    });
    exclusivePolicies(this, role, { inline: [policy.name], attached: [] });
    const resource = new Kinesisanalyticsv2Application(this, "Resource", {
      // Without a description: another one would be another application.
      name: props.name,
      runtimeEnvironment: props.runtime,
      serviceExecutionRole: role.arn,
      cloudwatchLoggingOptions: { logStreamArn: this.logStream(props).arn },
      applicationConfiguration: applicationConfiguration(props),
      startApplication: true,
      // AWS tries whether the role can read the code as soon as it is told of both.
      dependsOn: [policy, props.code.object],
      lifecycle,
    });
    this.arn = resource.arn;
    this.metrics = applicationMetrics(props.name, props.runtime, props.inputStreamName);
  }

  /** Made here: AWS makes neither group nor stream by itself, and would log nothing. */
  private logStream({ logGroup, logRetentionDays, logKeyArn }: FlinkApplicationProps): CloudwatchLogStream {
    const group = new CloudwatchLogGroup(this, "LogGroup", {
      name: logGroup.name,
      retentionInDays: logRetentionDays,
      kmsKeyId: logKeyArn,
    });
    return new CloudwatchLogStream(this, "LogStream", { name: logStreamName, logGroupName: group.name });
  }
}

/** The name that AWS's console gives it. */
const logStreamName = "kinesis-analytics-log-stream";

/** No other application can use the role, of this account or of any. */
function trustIn({ account, arn }: FlinkApplicationProps): Statement {
  return {
    Sid: "ManagedFlink",
    Principal: { Service: "kinesisanalytics.amazonaws.com" },
    Action: ["sts:AssumeRole"],
    Condition: { ...fromAccount(account), ArnEquals: { "aws:SourceArn": arn } },
  };
}

/** What every application does. Its metrics need no permission: the service itself sends them. */
function ownStatements({ account, arn, code, logGroup, vpc }: FlinkApplicationProps): Statement[] {
  return [
    {
      Sid: "ReadCode",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: [`${code.bucketArn}/${code.keyPattern}`],
      Condition: { StringEquals: { "s3:ResourceAccount": account } },
    },
    // AWS looks for the stream before it writes to it. Groups are listed all or none.
    { Sid: "ListLogGroups", Action: ["logs:DescribeLogGroups"], Resource: [logGroup.arn.replace(logGroup.name, "*")] },
    { Sid: "ListLogStreams", Action: ["logs:DescribeLogStreams"], Resource: [`${logGroup.arn}:*`] },
    { Sid: "Logs", Action: ["logs:PutLogEvents"], Resource: [`${logGroup.arn}:log-stream:${logStreamName}`] },
    ...(vpc ? networkStatements(arn, vpc, "ec2:DescribeDhcpOptions") : []),
  ];
}
