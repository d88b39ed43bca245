import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { exclusivePolicies } from "../iam/exclusive-policies";
import { policyDocument, type Statement } from "../iam/policy-document";
import { policyLength } from "../iam/policy-length";

/** See {@link OperatorRole}. */
export interface OperatorRoleProps {
  readonly name: string;
  /** Whom the account's own policies let assume a role may assume this one. */
  readonly accountRootArn: string;
  readonly statements: readonly Statement[];
  /** ARN of the policy that its permissions stay within. @default none */
  readonly boundaryArn: string | undefined;
}

/** What IAM takes of a role's own policies. */
const maxPolicyCharacters = 10_240;

/**
 * The role of those who run the platform.
 * @throws Error when the statements are more than IAM takes
 */
export class OperatorRole extends Construct {
  constructor(scope: Construct, id: string, props: OperatorRoleProps) {
    super(scope, id);
    const policy = policyDocument(props.statements);
    const length = policyLength(policy);
    if (length > maxPolicyCharacters) {
      throw new Error(
        `the policy of role ${props.name} has ${length} characters, and IAM takes ${maxPolicyCharacters}: spread the streams, tables, processors and deliveries over more environments`,
      );
    }
    const role = new IamRole(this, "Resource", {
      name: props.name,
      // A working day and its handover.
      maxSessionDuration: 43_200,
      permissionsBoundary: props.boundaryArn,
      assumeRolePolicy: policyDocument([
        { Sid: "Account", Principal: { AWS: [props.accountRootArn] }, Action: ["sts:AssumeRole"] },
      ]),
    });
    const inline = new IamRolePolicy(this, "Policy", { name: "operator", role: role.name, policy });
    exclusivePolicies(this, role, { inline: [inline.name], attached: [] });
  }
}
