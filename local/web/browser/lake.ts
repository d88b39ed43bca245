import type { StoredObject } from "../snapshot";
import { byId, element, table } from "./element";
import { bytes, timeOfDay } from "./format";

/** The newest objects of the lake. */
export function showLake(objects: readonly StoredObject[]): void {
  const rows = objects.map(({ modifiedMs, sizeBytes, key }) => [
    timeOfDay(modifiedMs),
    element("span", { class: "fixed" }, bytes(sizeBytes)),
    element("span", { class: "path" }, key),
  ]);
  byId("lake", HTMLElement).replaceChildren(
    rows.length > 0 ? table(["Written", "Size", "Key"], rows) : element("p", { class: "muted" }, "None so far."),
  );
}
