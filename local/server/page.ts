/** A page of a list, and its last key if there is more. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly last?: string;
}

/**
 * Cuts a page off a list.
 * @param all in the order of `keyOf`
 * @param after the last key of the page before: it stays good whatever is made or deleted meanwhile
 */
export function cutPage<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  limit: number,
  after = "",
): Page<Item> {
  const rest = all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || rest.length <= limit ? { items } : { items, last: keyOf(last) };
}

/** A token that hides a key. */
export function tokenOf(key: string): string {
  return Buffer.from(key).toString("base64url");
}

/** The key that a token hides; undefined for what is no token. */
export function keyIn(token: string): string | undefined {
  const bytes = Buffer.from(token, "base64url");
  return bytes.length > 0 && bytes.toString("base64url") === token ? bytes.toString() : undefined;
}
