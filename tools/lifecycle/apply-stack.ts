import { countByAction } from "./change";
import { initStack } from "./init";
import { explained } from "./known-failures";
import type { Planned } from "./plan-stack";
import type { Session } from "./session";
import type { Stack } from "./stacks";
import type { TerraformEvent } from "./terraform-event";

/** Terraform's own default is 10, and most of the time each waits for AWS. */
const parallelism = 20;

/**
 * Does to a stack what its plan says.
 * @param onDone called with the number of changes done, a replacement counting two
 * @returns what Terraform printed
 * @throws TerraformError with all its output, when it fails or is interrupted; what was done until then stays done
 */
export async function applyStack(
  { target, terraform }: Session,
  stack: Stack,
  plan: Planned,
  onDone: (count: number) => void,
): Promise<string> {
  await initStack(terraform, stack);
  let count = 0;
  const args = ["apply", "-json", "-input=false", "-lock-timeout=60s", `-parallelism=${parallelism}`, plan.file];
  try {
    return await terraform.runEvents(stack.folder, args, (event) => {
      if (!isChangeDone(event)) return;
      count += 1;
      onDone(count);
    });
  } catch (error) {
    throw explained(error, target, stack);
  }
}

/** How many changes {@link applyStack} has to count: Terraform says nothing of a move once it is done. */
export function countOf({ changes }: Planned): number {
  const { create, update, replace, delete: destroy } = countByAction(changes);
  return create + update + 2 * replace + destroy;
}

/** What is only read is no change. */
function isChangeDone({ type, hook }: TerraformEvent): boolean {
  return type === "apply_complete" && hook?.action !== "read";
}
