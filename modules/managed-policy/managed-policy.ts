import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../iam/policy-document";
import { policyLength } from "../iam/policy-length";

/** See {@link ManagedPolicy}. */
export interface ManagedPolicyProps {
  readonly name: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

/** What IAM takes of a policy that can be attached. */
const maxPolicyCharacters = 6_144;

/**
 * A policy that can be attached to roles, or be the boundary of their permissions.
 * @throws Error when the statements are more than IAM takes
 */
export class ManagedPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, statements }: ManagedPolicyProps) {
    super(scope, id);
    const policy = policyDocument(statements);
    const length = policyLength(policy);
    if (length > maxPolicyCharacters) {
      throw new Error(
        `policy ${name} has ${length} characters, and IAM takes ${maxPolicyCharacters}: spread what it names over more environments, or shorten the project's name`,
      );
    }
    this.arn = new IamPolicy(this, "Resource", { name, description, policy }).arn;
  }
}
