import type { Template } from "../exactly-one";
import { statementsOf } from "../policies";

const kinds = { attachment: "aws_iam_role_policy_attachment", role: "aws_iam_role" } as const;

/** What CDKTF writes for another resource's attribute: the resource's address. */
const addressIn = (reference: unknown) => String(reference).replace(/^\$\{(.*)\.\w+\}$/, "$1");

/**
 * Those of some actions that a role of the pipeline may not call on any resource whatever, by the policies that it is
 * synthesized with and by its boundary.
 * @param bootstrap the synthesized bootstrap stack
 * @param role its construct's id: `CiPlan` or `CiApply`
 */
export function refusedActions(bootstrap: Template, role: string, actions: readonly string[]): string[] {
  const statements = statementsOf(bootstrap).filter(({ Effect }) => Effect !== "Deny");
  const granted = (policies: readonly string[]) =>
    statements.filter(({ where }) => policies.includes(where)).flatMap(({ Action }) => Action);
  const ofRole = ([id]: [string, unknown]) => id.startsWith(`${role}_`);
  const attachments = Object.entries(bootstrap.resource?.[kinds.attachment] ?? {}).filter(ofRole);
  const own = granted(attachments.map(([, { policy_arn }]) => addressIn(policy_arn)));
  if (own.length === 0) throw new Error(`the bootstrap has no role ${role} with a policy`);
  const [boundary] = Object.entries(bootstrap.resource?.[kinds.role] ?? {})
    .filter(ofRole)
    .flatMap(([, { permissions_boundary }]) => permissions_boundary ?? []);
  const within = boundary === undefined ? undefined : granted([addressIn(boundary)]);
  return actions.filter((action) => !(own.includes(action) && (within?.some((each) => covers(each, action)) ?? true)));
}

/** A boundary names some services whole. */
function covers(pattern: string, action: string): boolean {
  return pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
