import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../iam/policy-document";

/** See {@link EncryptionKey}. */
export interface EncryptionKeyProps {
  /** Begins with `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** 7–30. */
  readonly deletionWindowDays: number;
  readonly accountRootArn: string;
  /** Whether Terraform refuses to destroy it: what it encrypted can't be read without it. */
  readonly isProtected: boolean;
  /** Who may encrypt and decrypt; see `key-usage.ts`. */
  readonly usage: readonly Statement[];
}

/**
 * What the account's own policies may allow to do with the key itself. Encrypting and decrypting are absent on
 * purpose: these are allowed by `usage` alone, where a condition ties them to the service and the resource.
 */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/** A customer-managed key of KMS that rotates each year, and its alias. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const lifecycle = { preventDestroy: props.isProtected };
    const key = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays,
      policy: policyDocument([
        {
          Sid: "Administration",
          Principal: { AWS: [props.accountRootArn] },
          Action: administration,
          // In a key's policy, this means the key.
          Resource: ["*"],
        },
        ...props.usage,
      ]),
      lifecycle,
    });
    // It is how people find the key, and Terraform the key of its states.
    new KmsAlias(this, "Alias", { name: props.alias, targetKeyId: key.keyId, lifecycle });
    this.arn = key.arn;
  }
}
