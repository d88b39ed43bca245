import { integer, text } from "../../server/input-shape";
import { invalidArgument } from "../invalid-argument";

/** Members of a request for a page. */
export const pageMembers = {
  Limit: integer({ min: 1, max: 50 }),
  NextToken: text({ min: 1, max: 512 }),
};

/**
 * Cuts a page off a list, and says where the next begins if there is one: behind the last item's key, which stays good
 * whatever is made or deleted meanwhile.
 * @param all in the order of `keyOf`
 * @throws AwsError `InvalidArgumentException` for what is no token
 */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit = 50, NextToken }: { readonly Limit?: number; readonly NextToken?: string },
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const after = NextToken === undefined ? "" : openToken(NextToken);
  const rest = all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, Limit);
  const last = items.at(-1);
  if (last === undefined || rest.length <= Limit) return { items };
  return { items, NextToken: Buffer.from(keyOf(last)).toString("base64url") };
}

function openToken(token: string): string {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length === 0 || bytes.toString("base64url") !== token) throw invalidArgument("NextToken is not valid.");
  return bytes.toString();
}
