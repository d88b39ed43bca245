import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { exclusivePolicies } from "../iam/exclusive-policies";
import { policyDocument } from "../iam/policy-document";

/** See {@link CiRole}. */
export interface CiRoleProps {
  /** At most 64 characters. */
  readonly name: string;
  readonly description: string;
  /** The account's OIDC provider: `…:oidc-provider/<host>`. */
  readonly providerArn: string;
  /** Set when the provider is made beside the role. */
  readonly provider?: ITerraformDependable | undefined;
  /** Whom the provider's tokens may be about, each in full. */
  readonly subjects: readonly string[];
  /** The git ref that a token must be about as well. @default whatever the subjects say */
  readonly ref?: string | undefined;
  /** ARNs of the policies that it has, by construct id; at most 10. */
  readonly policies: Readonly<Record<string, string>>;
  /** ARN of the policy that its permissions stay within. @default none */
  readonly boundaryArn?: string | undefined;
}

/** A role that jobs of a pipeline take on with a token of their OIDC provider, for an hour. */
export class CiRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CiRoleProps) {
    super(scope, id);
    // Conditions on a token's claims are named after who issued it.
    const issuer = props.providerArn.replace(/^.*oidc-provider\//, "");
    const role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      // IAM's shortest limit. An environment is applied in minutes, and a token that leaks is soon worth nothing.
      maxSessionDuration: 3_600,
      permissionsBoundary: props.boundaryArn,
      assumeRolePolicy: policyDocument([
        {
          Sid: "Pipeline",
          Principal: { Federated: props.providerArn },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: "sts.amazonaws.com",
              [`${issuer}:sub`]: props.subjects,
              ...(props.ref !== undefined && { [`${issuer}:ref`]: props.ref }),
            },
          },
        },
      ]),
      dependsOn: props.provider && [props.provider],
    });
    const attachments = Object.entries(props.policies).map(([key, policyArn]) => {
      return new IamRolePolicyAttachment(this, key, { role: role.name, policyArn }).policyArn;
    });
    exclusivePolicies(this, role, { inline: [], attached: attachments });
    this.arn = role.arn;
  }
}
