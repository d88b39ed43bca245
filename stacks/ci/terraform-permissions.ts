import type { Statement } from "../../modules/iam/policy-document";

/** What Terraform calls to see some types of resources as they are, and to make, change and destroy them. */
export interface TerraformPermissions {
  /** Configuration alone: no record, item or object. */
  readonly reads: readonly Statement[];
  readonly writes: readonly Statement[];
}
