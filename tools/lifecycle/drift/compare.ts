import type { PlanJson, ResourceChange } from "../plan-json";
import { type Difference, type Differences, type Finding, sensitive, unknown } from "./finding";
import { isMarked, isSame, type Leaf, leavesOf, type Sides } from "./leaves";
import { withoutCopies } from "./without-copies";

/** A difference of one kind, or one that the code leaves to AWS. */
type Verdict = Finding | (Difference & { readonly kind: "left" });

/** Tells apart what a plan found: what was changed outside, what is not applied yet, and what the code leaves to AWS. */
export function compare(plan: PlanJson): Differences {
  const { resource_changes: changes = [], resource_drift: drifts = [] } = plan;
  const drifted = new Map(drifts.map((drift) => [keyOf(drift), drift]));
  const planned = new Set(changes.map(keyOf));
  const forgotten = drifts.filter((drift) => !planned.has(keyOf(drift)));
  const verdicts = [
    ...changes
      .filter(({ mode }) => mode === "managed")
      .flatMap((resource) => judge(resource, drifted.get(keyOf(resource)), settingsOf(plan, resource))),
    // Neither AWS nor the code has them any more.
    ...forgotten.map((resource) => whole("left", resource, "there", "absent")),
    ...judgeOutputs(plan),
  ];
  return {
    findings: verdicts.flatMap((verdict) => (verdict.kind === "left" ? [] : [verdict])),
    leftToAws: verdicts.flatMap(({ kind, ...difference }) => (kind === "left" ? [difference] : [])),
  };
}

function keyOf({ address, deposed = "" }: ResourceChange): string {
  return `${address} ${deposed}`;
}

/** The attributes of which the code says something. */
function settingsOf({ configuration }: PlanJson, { type, name }: ResourceChange): ReadonlySet<string> {
  const resources = configuration?.root_module?.resources ?? [];
  const found = resources.find((each) => each.mode === "managed" && each.type === type && each.name === name);
  return new Set(Object.keys(found?.expressions ?? {}));
}

function judge(
  resource: ResourceChange,
  drift: ResourceChange | undefined,
  settings: ReadonlySet<string>,
): readonly Verdict[] {
  const { actions, before, after } = resource.change;
  if (drift && !drift.change.after) {
    return [whole(actions.includes("create") ? "outside" : "left", resource, "there", "absent")];
  }
  if (!before) return [whole("unapplied", resource, "absent", "there")];
  // What becomes of a resource that goes concerns nobody.
  const sides = withoutCopies(resource.type, sidesOf(resource, drift, after ?? before));
  const verdicts = leavesOf(sides).flatMap((leaf) => judgeLeaf(addressOf(resource), leaf, settings));
  if (!after) return [whole("unapplied", resource, "there", "absent"), ...verdicts];
  const isExplained = actions.includes("no-op") || verdicts.some(({ kind }) => kind !== "left");
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
      return leaves.flatMap((leaf) => judgeLeaf(`output.${name}`, leaf, undefined));
    },
  );
}

/** @param settings of which the code says something; all without them */
function judgeLeaf(resource: string, { path, sides }: Leaf, settings: ReadonlySet<string> | undefined): Verdict[] {
  const isHidden = sides.sensitive.some(isMarked);
  const show = (value: unknown) => (isHidden ? sensitive : (value ?? null));
  const state = show(sides.state);
  const reality = show(sides.reality);
  const place = { resource, attribute: path === "" ? null : path };
  const isDrifted = !isSame(sides.state, sides.reality);
  if (isMarked(sides.unknown)) {
    const isSetting = settings?.has(path.split(/[.[]/, 1)[0] ?? "") ?? true;
    if (isDrifted) return [{ kind: isSetting ? "outside" : "left", ...place, from: state, to: reality }];
    return isSetting ? [{ kind: "follows", ...place, from: reality, to: unknown }] : [];
  }
  const code = show(sides.code);
  const isWanted = isSame(sides.reality, sides.code);
  if (!isDrifted) return isWanted ? [] : [{ kind: "unapplied", ...place, from: reality, to: code }];
  if (isWanted) return [{ kind: "left", ...place, from: state, to: reality }];
  const isCodeChanged = !isSame(sides.state, sides.code);
  return [{ kind: "outside", ...place, from: state, to: reality, ...(isCodeChanged && { code }) }];
}

function whole(kind: Verdict["kind"], resource: ResourceChange, from: string, to: string): Verdict {
  return { kind, resource: addressOf(resource), attribute: null, from, to };
}

function addressOf({ address, deposed }: ResourceChange): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}
