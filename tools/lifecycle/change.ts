import { whatIsLost } from "./data-loss";
import type { PlanJson, ResourceChange } from "./plan-json";

/** What a plan does with a resource; a `move` only gives it another address in the state. */
export type Action = "create" | "update" | "replace" | "delete" | "move";

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

function actionOf({ mode, previous_address, change: { actions } }: ResourceChange): Action | undefined {
  if (mode === "data") return undefined;
  if (actions.length === 2) return "replace";
  const [action] = actions;
  if (action === "no-op" && previous_address !== undefined) return "move";
  return action === "create" || action === "update" || action === "delete" ? action : undefined;
}

/** How many changes there are of each kind. */
export function countByAction(changes: readonly Change[]): Record<Action, number> {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    move: count("move"),
  };
}
