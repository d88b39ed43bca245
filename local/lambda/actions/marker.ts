import { cutPage, keyIn, tokenOf } from "../../server/page";
import { invalidParameter } from "../invalid-parameter";

/** A page of a list, and the marker of the next if there is one. */
export interface MarkedPage<Item> {
  readonly items: readonly Item[];
  readonly nextMarker?: string;
}

/**
 * Cuts a page off a list.
 * @param all in order of `keyOf`
 * @throws AwsError `InvalidParameterValueException` for what is no marker
 */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  limit: number,
  marker: string | undefined,
): MarkedPage<Item> {
  const after = marker === undefined ? "" : keyIn(marker);
  if (after === undefined) throw invalidParameter("Invalid Marker.");
  const { items, last } = cutPage(all, keyOf, limit, after);
  return { items, ...(last !== undefined && { nextMarker: tokenOf(last) }) };
}
