import type { StackPlan, Waiting } from "../plan-stack";
import type { Stack } from "../stacks";
import { compare } from "./compare";
import type { Differences, Finding, Kind } from "./finding";

/** What became of the comparison of a stack. */
export type StackDrift = ({ readonly kind: "compared" } & Differences) | Waiting;

/** What a stack's plan says of drift. */
export function driftOf(plan: StackPlan): StackDrift {
  if (plan.kind === "waiting") return plan;
  return { kind: "compared", ...compare(plan.json ?? {}) };
}

/** Whether AWS is not what the code says; a stack that nobody could apply yet is not, either. */
export function isDrifted(drift: StackDrift): boolean {
  return drift.kind === "waiting" || drift.findings.length > 0;
}

/** What each kind of finding is called. */
export const titles: Readonly<Record<Kind, string>> = {
  outside: "changed outside",
  unmanaged: "changed outside, where the code says nothing",
  unapplied: "code not yet applied",
  follows: "follows from another change",
};

/** The kinds, what is worst first. */
export const kinds = ["outside", "unmanaged", "unapplied", "follows"] as const satisfies readonly Kind[];

/** The findings of all stacks with the name of their stack, those of the worst kind first. */
export function findingsOf(drifts: ReadonlyMap<Stack, StackDrift>): (Finding & { readonly stack: string })[] {
  const findings = [...drifts].flatMap(([{ name: stack }, drift]) =>
    drift.kind === "waiting" ? [] : drift.findings.map((finding) => ({ stack, ...finding })),
  );
  return kinds.flatMap((kind) => findings.filter((finding) => finding.kind === kind));
}

/** A line for each stack that nobody could apply yet. */
export function waitingLines(drifts: ReadonlyMap<Stack, StackDrift>): string[] {
  return [...drifts].flatMap(([{ name }, drift]) =>
    drift.kind === "waiting"
      ? [`${name} has code not yet applied: it waits for the first apply of ${drift.stacks.join(", ")}`]
      : [],
  );
}

/** A stack's drift in a few words. */
export function summaryOf(drift: StackDrift): string {
  if (drift.kind === "waiting") return `waits for the first apply of ${drift.stacks.join(", ")}`;
  const counts = kinds.map((kind) => [titles[kind], drift.findings.filter((finding) => finding.kind === kind).length]);
  const words = counts.flatMap(([title, count]) => (count === 0 ? [] : [`${count} ${title}`]));
  return words.length === 0 ? "no drift" : words.join(", ");
}
