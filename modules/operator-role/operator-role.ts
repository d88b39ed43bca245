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

/** The role of those who run the platform. */
export class OperatorRole extends Construct {
  constructor(scope: Construct, id: string, props: OperatorRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      // A working day and its handover.
      maxSessionDuration: 43_200,
      assumeRolePolicy: policyDocument([
        { Sid: "Account", Principal: { AWS: [props.accountRootArn] }, Action: ["sts:AssumeRole"] },
      ]),
    });
    new IamRolePolicy(this, "Policy", { name: "operator", role: role.name, policy: policyDocument(props.statements) });
  }
}
