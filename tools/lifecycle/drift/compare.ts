import type { PlanJson, ResourceChange } from "../plan-json";
import type { Differences } from "./finding";
import { judgeLeaf, type Rule, type Verdict } from "./judge-leaf";
import { leavesOf, type Sides } from "./leaves";
import { isUnmanaged } from "./unmanaged";
import { withoutCopies } from "./without-copies";

/** Tells apart what a plan found: what was changed outside, what is not applied yet, and what is no drift at all. */
export function compare(plan: PlanJson): Differences {
  const { resource_changes: changes = [], resource_drift: drifts = [] } = plan;
  const drifted = new Map(drifts.map((drift) => [keyOf(drift), drift]));
  const planned = new Set(changes.map(keyOf));
  const forgotten = drifts.filter((drift) => !planned.has(keyOf(drift)));
  const verdicts = [
    ...changes
      .filter(({ mode }) => mode === "managed")
      .flatMap((resource) => judge(resource, drifted.get(keyOf(resource)), ruleOf(plan, resource))),
    // Neither AWS nor the code has them any more.
    ...forgotten.map((resource) => whole("incidental", resource, "there", "absent")),
    ...judgeOutputs(plan),
  ];
  return {
    findings: verdicts.flatMap((verdict) => (verdict.kind === "incidental" ? [] : [verdict])),
    incidental: verdicts.flatMap(({ kind, ...difference }) => (kind === "incidental" ? [difference] : [])),
  };
}

function keyOf({ address, deposed = "" }: ResourceChange): string {
  return `${address} ${deposed}`;
}

function ruleOf({ configuration, resource_changes: stack = [] }: PlanJson, resource: ResourceChange): Rule {
  const resources = configuration?.root_module?.resources ?? [];
  const { type, name } = resource;
  const configured = resources.find((each) => each.mode === "managed" && each.type === type && each.name === name);
  const isSetting = (path: string) => isIn(configured?.expressions ?? {}, path);
  return { isSetting, isUnmanaged: (path) => !isSetting(path) && isUnmanaged(path, resource, stack) };
}

/** Whether expressions have a place: Terraform shows blocks as lists and objects of them, and a value as one of them. */
function isIn(expressions: unknown, path: string): boolean {
  let inner = expressions;
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== "")) {
    if (typeof inner !== "object" || inner === null || "constant_value" in inner || "references" in inner) return true;
    inner = (inner as Record<string, unknown>)[key];
    if (inner === undefined) return false;
  }
  return true;
}

function judge(resource: ResourceChange, drift: ResourceChange | undefined, rule: Rule): readonly Verdict[] {
  const { actions, before, after } = resource.change;
  if (drift && !drift.change.after) {
    return [whole(actions.includes("create") ? "outside" : "incidental", resource, "there", "absent")];
  }
  if (!before) return [whole("unapplied", resource, "absent", "there")];
  // What becomes of a resource that goes concerns nobody.
  const sides = withoutCopies(resource.type, sidesOf(resource, drift, after ?? before));
  const verdicts = leavesOf(sides).flatMap((leaf) => judgeLeaf(addressOf(resource), leaf, rule));
  if (!after) return [whole("unapplied", resource, "there", "absent"), ...verdicts];
  if (actions.includes("no-op")) {
    return resource.previous_address === undefined
      ? verdicts
      : [whole("unapplied", resource, "there", "moved"), ...verdicts];
  }
  const isExplained = verdicts.some(({ kind }) => kind !== "incidental");
  // Such as a replacement of what Terraform could not finish making.
  return isExplained
    ? verdicts
    : [whole("unapplied", resource, "there", actions.length === 2 ? "replaced" : "updated"), ...verdicts];
}

function sidesOf({ change }: ResourceChange, drift: ResourceChange | undefined, code: unknown): Sides {
  return {
    state: drift ? drift.change.before : change.before,
    reality: change.before,
    code,
    unknown: change.after_unknown,
    sensitive: [change, drift?.change].flatMap((each) => [each?.before_sensitive, each?.after_sensitive]),
  };
}

function judgeOutputs({ output_changes: outputs = {} }: PlanJson): Verdict[] {
  return Object.entries(outputs).flatMap(
    ([name, { before, after, after_unknown, before_sensitive, after_sensitive }]) => {
      const sides = { state: before, reality: before, code: after, unknown: after_unknown };
      const leaves = leavesOf({ ...sides, sensitive: [before_sensitive, after_sensitive] });
      return leaves.flatMap((leaf) => judgeLeaf(`output.${name}`, leaf, outputRule));
    },
  );
}

/** An output is all code. */
const outputRule: Rule = { isSetting: () => true, isUnmanaged: () => false };

function whole(kind: Verdict["kind"], resource: ResourceChange, from: string, to: string): Verdict {
  return { kind, resource: addressOf(resource), attribute: null, from, to };
}

function addressOf({ address, deposed }: ResourceChange): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}
