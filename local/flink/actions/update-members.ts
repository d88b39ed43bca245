import type { Shape } from "../../server/input-shape";

type Members = Readonly<Record<string, Shape<unknown>>>;

type UpdateMembers<M extends Members> = { readonly [K in keyof M & string as `${K}Update`]: M[K] };

type Update<T> = { readonly [K in keyof T & string as `${K}Update`]?: T[K] };

const suffix = "Update";

/** The members of an update: AWS calls those of `members` by longer names there. */
export function updateMembers<M extends Members>(members: M): UpdateMembers<M>;
export function updateMembers(members: Members): Members {
  return Object.fromEntries(Object.entries(members).map(([name, shape]) => [name + suffix, shape]));
}

/** What `current` is after an update; what this does not name stays. */
export function updated<T extends object>(current: T, update: Update<T> = {}): T {
  const members = Object.entries(update).map(([name, value]) => [name.slice(0, -suffix.length), value]);
  return { ...current, ...Object.fromEntries(members) };
}
