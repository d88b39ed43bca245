import { AwsError } from "../aws-error";
import { cutPage, keyIn, tokenOf } from "../server/page";

const maxPageItems = 100;

/** Which page of a list is asked for, by AWS's names. */
export interface AskedPage {
  readonly MaxRecords?: number | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * A page of a list, and the token for the next if there is more.
 * @param all in the order of `keyOf`
 * @throws AwsError `InvalidNextToken`
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { MaxRecords = maxPageItems, NextToken }: AskedPage,
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const after = NextToken === undefined ? undefined : keyIn(NextToken);
  if (NextToken !== undefined && after === undefined) {
    throw new AwsError("InvalidNextToken", `The value ${NextToken} for parameter NextToken is invalid.`);
  }
  const { items, last } = cutPage(all, keyOf, Math.min(MaxRecords, maxPageItems), after);
  return { items, NextToken: last && tokenOf(last) };
}
