import { text } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";

const pageItems = 100;

/** Where the page before ended. */
export const nextToken = text({});

/** A page of a list by ARN, and the token for the next if there is more: the last ARN, which stays good whatever is made or deleted meanwhile. @throws AwsError `InvalidParameter` for another token */
export function page<T extends { readonly arn: string }>(
  items: readonly T[],
  token: string | undefined,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString("utf8");
  if (token !== undefined && !after.startsWith("arn:")) throw invalidParameter("NextToken");
  const rest = items.filter(({ arn }) => arn > after);
  const last = rest[pageItems - 1];
  const shown = rest.slice(0, pageItems);
  return last && rest.length > pageItems
    ? { items: shown, NextToken: Buffer.from(last.arn).toString("base64url") }
    : { items: shown };
}
