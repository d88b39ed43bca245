import { integer, text } from "../../server/input-shape";
import { invalidArgument } from "../invalid-argument";

/** How many of a list are asked for at most. */
export const limit = integer({ min: 1, max: 50 });

/** Members of a request for a page. */
export const pageMembers = { Limit: limit, NextToken: text({ min: 1, max: 512 }) };

/**
 * Cuts a page off a list.
 * @param all in the order of `keyOf`
 * @param given `after` is the last key of the page before: it stays good whatever is made or deleted meanwhile
 * @returns the page, and its last key if there is more
 */
export function cutPage<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit = 50, after = "" }: { readonly Limit?: number | undefined; readonly after?: string | undefined },
): { readonly items: readonly Item[]; readonly last?: string } {
  const rest = all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, Limit);
  const last = items.at(-1);
  return last === undefined || rest.length <= Limit ? { items } : { items, last: keyOf(last) };
}

/** As `cutPage`, by a token that hides the key. @throws AwsError `InvalidArgumentException` for what is no token */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit, NextToken }: { readonly Limit?: number; readonly NextToken?: string },
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const after = NextToken === undefined ? undefined : openToken(NextToken);
  const { items, last } = cutPage(all, keyOf, { Limit, after });
  return { items, ...(last !== undefined && { NextToken: Buffer.from(last).toString("base64url") }) };
}

function openToken(token: string): string {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length === 0 || bytes.toString("base64url") !== token) throw invalidArgument("NextToken is not valid.");
  return bytes.toString();
}
