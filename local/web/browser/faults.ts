import type { FaultView } from "../snapshot";
import { byId, element } from "./element";
import { timeOfDay } from "./format";

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
