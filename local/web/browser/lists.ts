import type { Failure, FaultView, StoredObject, StreamShards } from "../snapshot";
import { byId, element, table } from "./element";
import { bytes, rate, timeOfDay } from "./format";

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

/** What goes wrong because somebody asked for it, each with a way to end it. */
export function showFaults(faults: readonly FaultView[]): void {
  const section = byId("faults", HTMLElement);
  section.hidden = faults.length === 0;
  const items = faults.map(({ id, kind, target, untilMs }) => {
    const clear = element("button", { type: "button", "aria-label": `Clear ${kind} of ${target}` }, "Clear");
    clear.addEventListener("click", () => void fetch(`faults/${encodeURIComponent(id)}`, { method: "DELETE" }));
    const until = untilMs === undefined ? "until it is cleared" : `until ${timeOfDay(untilMs)}`;
    return element("li", {}, element("strong", {}, kind), ` ${target}, ${until} `, clear);
  });
  section.querySelector("ul")?.replaceChildren(...items);
}

/** The hash range of each stream, divided among its shards, the fuller the more they take. */
export function showShards(streams: readonly StreamShards[]): void {
  const bars = streams.map(({ stream, label, shards }) => {
    const items = shards.map(({ shardId, start, end, perSecond, load }) => {
      const share = `${Math.round(load * 100)} %`;
      const told = `${shardId}: ${rate(perSecond)}, ${share} of its capacity`;
      const level = load > 0.8 ? "hot" : load > 0.5 ? "warm" : "";
      const fill = element("span", { class: `fill ${level}` });
      fill.style.height = `${Math.min(100, Math.max(2, load * 100))}%`;
      const number = shardId.replace(/^shardId-0*(?=\d)/, "");
      const item = element(
        "li",
        { title: told },
        element("span", { class: "tank", "aria-hidden": "true" }, fill),
        element("span", { class: "hidden" }, told),
        element("span", { "aria-hidden": "true", class: "caption" }, `${number} · ${share} · ${rate(perSecond)}`),
      );
      item.style.flexGrow = String(end - start);
      return item;
    });
    const id = `shards-of-${stream}`;
    return element(
      "div",
      {},
      element("h3", { id }, label),
      element("ol", { class: "shards", "aria-labelledby": id }, ...items),
    );
  });
  byId("shards", HTMLElement).replaceChildren(...bars);
}
