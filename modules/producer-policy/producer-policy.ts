import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../iam/policy-document";

/** See {@link ProducerPolicy}. */
export interface ProducerPolicyProps {
  readonly name: string;
  readonly streamArn: string;
  /** @default AWS's own key, which whoever may write to the stream may use */
  readonly keyArn: string | undefined;
}

/** Lets whoever it is attached to write to one stream. */
export class ProducerPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ProducerPolicyProps) {
    super(scope, id);
    const statements: Statement[] = [
      { Sid: "Write", Action: ["kinesis:PutRecord", "kinesis:PutRecords"], Resource: [props.streamArn] },
    ];
    if (props.keyArn !== undefined) {
      statements.push({ Sid: "Encrypt", Action: ["kms:GenerateDataKey"], Resource: [props.keyArn] });
    }
    const policy = new IamPolicy(this, "Resource", { name: props.name, policy: policyDocument(statements) });
    this.arn = policy.arn;
  }
}
