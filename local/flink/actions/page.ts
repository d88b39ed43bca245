import { integer, text } from "../../server/input-shape";
import { cutPage, keyIn, tokenOf } from "../../server/page";
import { invalidArgument } from "../invalid-argument";

/** How many of a list are asked for at most. */
export const limit = integer({ min: 1, max: 50 });

/** How many of a list come where nobody says. */
export const defaultLimit = 50;

/** Members of a request for a page. */
export const pageMembers = { Limit: limit, NextToken: text({ min: 1, max: 512 }) };

/**
 * Cuts a page off a list.
 * @param all in the order of `keyOf`
 * @throws AwsError `InvalidArgumentException` for what is no token
 */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit = defaultLimit, NextToken }: { readonly Limit?: number; readonly NextToken?: string },
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const after = NextToken === undefined ? "" : keyIn(NextToken);
  if (after === undefined) throw invalidArgument("NextToken is not valid.");
  const { items, last } = cutPage(all, keyOf, Limit, after);
  return { items, ...(last !== undefined && { NextToken: tokenOf(last) }) };
}
