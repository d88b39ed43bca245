import { type Difference, type Finding, sensitive, unknown } from "./finding";
import { isMarked, isSame, type Leaf } from "./leaves";

/** A finding, or a difference that is no drift. */
export type Verdict = Finding | (Difference & { readonly kind: "incidental" });

/** How the code rules a place in a resource. */
export interface Rule {
  /** Whether the code says something of it. */
  isSetting(path: string): boolean;
  /** Whether it is a setting that nothing in the code makes. */
  isUnmanaged(path: string): boolean;
}

/** Says what the sides of a leaf mean: nothing, where they agree. */
export function judgeLeaf(resource: string, { path, sides }: Leaf, rule: Rule): Verdict[] {
  const { state, reality, code } = sides;
  const isHidden = sides.sensitive.some(isMarked);
  const show = (value: unknown) => (isHidden ? sensitive : (value ?? null));
  const verdict = (kind: Verdict["kind"], from: unknown, to: unknown): Verdict => {
    return { kind, resource, attribute: path === "" ? null : path, from: show(from), to: show(to) };
  };
  const isDrifted = !isSame(state, reality);
  if (isMarked(sides.unknown)) {
    const isSetting = rule.isSetting(path);
    if (isDrifted) return [verdict(isSetting ? "outside" : "incidental", state, reality)];
    return isSetting ? [{ ...verdict("follows", reality, reality), to: unknown }] : [];
  }
  const isAsCode = isSame(reality, code);
  if (!isDrifted) return isAsCode ? [] : [verdict("unapplied", reality, code)];
  if (isAsCode) return [verdict(rule.isUnmanaged(path) ? "unmanaged" : "incidental", state, reality)];
  const isCodeChanged = !isSame(state, code);
  return [{ ...verdict("outside", state, reality), ...(isCodeChanged && { code: show(code) }) }];
}
