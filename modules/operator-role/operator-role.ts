import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../iam/policy-document";

/** See {@link OperatorRole}. */
export interface OperatorRoleProps {
  readonly name: string;
  /** Whom the account's own policies let assume a role may assume this one. */
  readonly accountRootArn: string;
  readonly statements: readonly Statement[];
}

/** What IAM takes of a role's own policies. */
const maxPolicyCharacters = 10_240;

/** Of an ARN that Terraform learns when it applies, and for which a shorter token stands until then. */
const arnCharacters = 100;

/**
 * The role of those who run the platform.
 * @throws Error when the statements are more than IAM takes
 */
export class OperatorRole extends Construct {
  constructor(scope: Construct, id: string, props: OperatorRoleProps) {
    super(scope, id);
    const policy = policyDocument(props.statements);
    const { length } = policy.replace(/\$\{TfToken\[[^\]]*\]\}/g, "x".repeat(arnCharacters));
    if (length > maxPolicyCharacters) {
      throw new Error(
        `the policy of role ${props.name} has ${length} characters, and IAM takes ${maxPolicyCharacters}: spread the streams, tables, processors and deliveries over more environments`,
      );
    }
    const role = new IamRole(this, "Resource", {
      name: props.name,
      // A working day and its handover.
      maxSessionDuration: 43_200,
      assumeRolePolicy: policyDocument([
        { Sid: "Account", Principal: { AWS: [props.accountRootArn] }, Action: ["sts:AssumeRole"] },
      ]),
    });
    new IamRolePolicy(this, "Policy", { name: "operator", role: role.name, policy });
  }
}
