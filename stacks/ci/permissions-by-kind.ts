import type { Environment } from "../../environments";
import { analyticsPermissions } from "./analytics";
import { functionPermissions } from "./functions";
import { keyPermissions } from "./keys";
import { observabilityPermissions } from "./observability";
import { rolePermissions } from "./roles";
import { storagePermissions } from "./storage";
import { streamPermissions } from "./streams";
import type { TerraformPermissions } from "./terraform-permissions";

/**
 * By what they are about. The names of resources are patterns, so that a new entry needs no new permission. Each kind is
 * a policy of its own, of which a role takes ten.
 */
export function permissionsByKind(environment: Environment): Readonly<Record<string, TerraformPermissions>> {
  return {
    keys: keyPermissions(environment),
    storage: storagePermissions(environment),
    streams: streamPermissions(environment),
    functions: functionPermissions(environment),
    analytics: analyticsPermissions(environment),
    observability: observabilityPermissions(environment),
    roles: rolePermissions(environment),
  };
}
