import type { StreamShards } from "../snapshot";
import { byId, element } from "./element";
import { rate } from "./format";

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
