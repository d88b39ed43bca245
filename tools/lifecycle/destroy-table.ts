import type { DestroyPlan } from "./plan-destroy";
import type { Planned } from "./plan-stack";
import type { Stack } from "./stacks";

/** What the provider deletes with all that is in it (`force_destroy`), a line each; nothing without any. */
export function describeEmptied(plans: ReadonlyMap<Stack, Planned>): string {
  const lines = [...plans].flatMap(([{ name }, { json }]) =>
    (json?.resource_changes ?? [])
      .filter(({ change: { before } }) => before?.["force_destroy"] === true)
      .map(({ address }) => `  ${name} ${address}\n`),
  );
  return lines.length === 0 ? "" : `\nTerraform empties these before it deletes them:\n${lines.join("")}`;
}

/** What stays, and why, a line each; nothing without any. */
export function describeStays(plans: ReadonlyMap<Stack, DestroyPlan>): string {
  const lines = [...plans].flatMap(([{ name }, { stays }]) =>
    stays.map(({ address, neededBy }) => {
      return `  ${name} ${address}: ${neededBy ? `${neededBy} needs it` : "protected (lifecycle.prevent_destroy)"}\n`;
    }),
  );
  return lines.length === 0 ? "" : `\nThis stays:\n${lines.join("")}`;
}

/** What stays, by stack. */
export function staysAsJson(plans: ReadonlyMap<Stack, DestroyPlan>) {
  return Object.fromEntries([...plans].map(([{ name }, { stays }]) => [name, stays]));
}
