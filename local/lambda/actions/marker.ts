import { invalidParameter } from "../invalid-parameter";

/** A page of a list, and the marker of the next if there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextMarker?: string;
}

/**
 * Cuts a page off a list. Its marker is the last item's key in base64url: what was deleted since then ends no list.
 * @param all in order of `keyOf`
 * @throws AwsError `InvalidParameterValueException` for what is no marker
 */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  limit: number,
  marker: string | undefined,
): Page<Item> {
  const after = marker === undefined ? "" : openMarker(marker);
  const rest = all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || rest.length <= limit) return { items };
  return { items, nextMarker: Buffer.from(keyOf(last)).toString("base64url") };
}

function openMarker(marker: string): string {
  const bytes = Buffer.from(marker, "base64url");
  if (bytes.length === 0 || bytes.toString("base64url") !== marker) throw invalidParameter("Invalid Marker.");
  return bytes.toString();
}
