import type { Failure } from "../snapshot";
import { byId, element, table } from "./element";
import { timeOfDay } from "./format";

/** The newest records that could not go on, and why. */
export function showFailures(failures: readonly Failure[]): void {
  const rows = failures.map(({ atMs, kind, source, reason, bucket, key }) => [
    timeOfDay(atMs),
    element("div", {}, element("strong", {}, source), element("div", { class: "muted" }, kind)),
    element("div", {}, reason, element("div", { class: "muted path" }, `s3://${bucket}/${key}`)),
  ]);
  byId("failures", HTMLElement).replaceChildren(
    rows.length > 0 ? table(["Time", "Where", "Why"], rows) : element("p", { class: "muted" }, "None so far."),
  );
}
