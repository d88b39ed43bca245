import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { exclusivePolicies } from "../iam/exclusive-policies";
import { fromAccount, policyDocument, type Statement } from "../iam/policy-document";
import { type FunctionMetrics, functionMetrics } from "./metrics";

/** A zip with `index.js`, which exports `handler`. */
export interface FunctionCode {
  /** Absolute. */
  readonly zipPath: string;
  readonly sha256Base64: string;
}

/** See {@link LambdaFunction}. */
export interface LambdaFunctionProps {
  readonly name: string;
  /** Cut to the 256 characters that Lambda takes. */
  readonly description: string;
  readonly roleName: string;
  readonly account: string;
  readonly code: FunctionCode;
  /** 128–10,240. */
  readonly memoryMebibytes: number;
  /** 1–900. */
  readonly timeoutSeconds: number;
  readonly reservedConcurrency: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: { readonly name: string; readonly arn: string };
  /** One of the periods that CloudWatch Logs accepts. */
  readonly logRetentionDays: number;
  /** @default CloudWatch's own key */
  readonly logKeyArn: string | undefined;
  /** What the code may do, beside writing its logs and traces. */
  readonly statements: readonly Statement[];
  /** ARN of the policy that the role's permissions stay within. @default none */
  readonly boundaryArn: string | undefined;
}

/** A function with a log group and a role of its own. */
export class LambdaFunction extends Construct {
  readonly arn: string;
  /** What the role may do: who invokes the function for it waits for this. */
  readonly policy: IamRolePolicy;
  readonly metrics: FunctionMetrics;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    // Before the function: Lambda would make one that keeps its logs for ever.
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: props.logGroup.name,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.logKeyArn,
    });
    const role = new IamRole(this, "Role", {
      name: props.roleName,
      permissionsBoundary: props.boundaryArn,
      assumeRolePolicy: policyDocument([
        {
          Sid: "Lambda",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: fromAccount(props.account),
        },
      ]),
    });
    this.policy = new IamRolePolicy(this, "Policy", {
      name: "function",
      role: role.name,
      policy: policyDocument([...observability(props.logGroup.arn), ...props.statements]),
    });
    exclusivePolicies(this, role, { inline: [this.policy.name], attached: [] });
    const asset = new TerraformAsset(this, "Code", { path: props.code.zipPath, type: AssetType.FILE });
    const resource = new LambdaFunctionResource(this, "Resource", {
      functionName: props.name,
      description: props.description.slice(0, 256),
      role: role.arn,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: asset.path,
      sourceCodeHash: props.code.sha256Base64,
      memorySize: props.memoryMebibytes,
      timeout: props.timeoutSeconds,
      reservedConcurrentExecutions: props.reservedConcurrency,
      // The source map lies beside the code: errors name our lines, not the bundle's.
      environment: { variables: { ...props.variables, NODE_OPTIONS: "--enable-source-maps" } },
      tracingConfig: { mode: "Active" },
      dependsOn: [logGroup, this.policy],
    });
    this.arn = resource.arn;
    this.metrics = functionMetrics(props.name);
  }
}

function observability(logGroupArn: string): Statement[] {
  return [
    {
      Sid: "Logs",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`${logGroupArn}:log-stream:*`],
    },
    // X-Ray's segments have no ARN.
    { Sid: "Traces", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: ["*"] },
  ];
}
