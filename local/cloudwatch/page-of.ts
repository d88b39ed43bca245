import { AwsError } from "../aws-error";

const maxPageItems = 100;

/** Which page of a list is asked for, by AWS's names. */
export interface AskedPage {
  readonly MaxRecords?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A page of a list, and the token for the next if there is more. @throws AwsError `InvalidNextToken` */
export function pageOf<T>(
  all: readonly T[],
  { MaxRecords = maxPageItems, NextToken }: AskedPage,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const first = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(first) || first < 0) throw new AwsError("InvalidNextToken", `Invalid NextToken: ${NextToken}`);
  const end = first + Math.min(MaxRecords, maxPageItems);
  const items = all.slice(first, end);
  return end < all.length ? { items, NextToken: String(end) } : { items };
}
