/** Operators and the condition keys, with values, that they compare. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of a policy, in IAM's own words. */
export interface Statement {
  readonly Sid: string;
  /** @default "Allow" */
  readonly Effect?: "Allow" | "Deny";
  /** Who; in the policies of resources, keys and roles alone. */
  readonly Principal?:
    | "*"
    | { readonly AWS: readonly string[] }
    | { readonly Service: string }
    | { readonly Federated: string };
  readonly Action: readonly string[];
  /** Absent in a role's trust policy alone. */
  readonly Resource?: readonly string[];
  readonly Condition?: Conditions;
}

/** A policy as Terraform takes it: JSON. */
export function policyDocument(statements: readonly Statement[]): string {
  const effective = statements.map(({ Sid, Effect = "Allow", ...rest }) => ({ Sid, Effect, ...rest }));
  return JSON.stringify({ Version: "2012-10-17", Statement: effective });
}

/** Refuses whoever comes without TLS. */
export function denyInsecureTransport(actions: string, resources: readonly string[]): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: [actions],
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Keeps a service from acting here on behalf of another account (the confused deputy). */
export function fromAccount(account: string): Conditions {
  return { StringEquals: { "aws:SourceAccount": account } };
}
