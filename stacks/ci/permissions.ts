import type { Environment } from "../../environments";
import type { Statement } from "../../modules/iam/policy-document";
import { functionPermissions } from "./functions";
import { keyPermissions } from "./keys";
import { rolePermissions } from "./roles";
import { storagePermissions } from "./storage";
import { streamPermissions } from "./streams";

/** What Terraform calls to see some types of resources as they are, and to make, change and destroy them. */
export interface TerraformPermissions {
  /** Configuration alone: no record, item or object. */
  readonly reads: readonly Statement[];
  readonly writes: readonly Statement[];
}

/**
 * By what they are about. The names of resources are patterns, so that a new entry needs no new permission. Each kind is
 * a policy of its own, of which a role takes ten.
 */
export function terraformPermissions(environment: Environment): Readonly<Record<string, TerraformPermissions>> {
  return {
    keys: keyPermissions(environment),
    storage: storagePermissions(environment),
    streams: streamPermissions(environment),
    functions: functionPermissions(environment),
    roles: rolePermissions(environment),
  };
}
