import { whatIsLost } from "./data-loss";
import type { PlanJson, ResourceChange } from "./plan-json";

/** What a plan does with a resource. */
export type Action = "create" | "update" | "replace" | "delete";

/** A change that a plan makes. */
export interface Change {
  readonly address: string;
  readonly action: Action;
  /** What holds data or a position and would lose it; absent where nothing is lost. */
  readonly loses?: string;
}

/** The changes of a plan, in its order; what is only read is none. */
export function changesOf({ resource_changes = [] }: PlanJson): Change[] {
  return resource_changes.flatMap((resource) => {
    const action = actionOf(resource);
    if (action === undefined) return [];
    const loses = whatIsLost(resource);
    return [{ address: resource.address, action, ...(loses !== undefined && { loses }) }];
  });
}

function actionOf({ mode, change: { actions } }: ResourceChange): Action | undefined {
  if (mode === "data") return undefined;
  if (actions.length === 2) return "replace";
  const [action] = actions;
  return action === "create" || action === "update" || action === "delete" ? action : undefined;
}

/** How many changes there are of each kind. */
export function countByAction(changes: readonly Change[]): Record<Action, number> {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return { create: count("create"), update: count("update"), replace: count("replace"), delete: count("delete") };
}
