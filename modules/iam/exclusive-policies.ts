import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import type { Construct } from "constructs";

/** All the policies that a role has. */
export interface RolePolicies {
  /** Names of its own. */
  readonly inline: readonly string[];
  /** ARNs of those that are attached to it. */
  readonly attached: readonly string[];
}

/** Lets a role have no other policies: what was added by hand shows as drift, and goes when the stack is next applied. */
export function exclusivePolicies(scope: Construct, role: IamRole, { inline, attached }: RolePolicies): void {
  new IamRolePoliciesExclusive(scope, "ExclusivePolicies", { roleName: role.name, policyNames: [...inline] });
  new IamRolePolicyAttachmentsExclusive(scope, "ExclusiveAttachments", {
    roleName: role.name,
    policyArns: [...attached],
  });
}
