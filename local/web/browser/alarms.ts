import type { AlarmView } from "../snapshot";
import { byId, drawn, element, table } from "./element";
import { duration, timeOfDay } from "./format";

/** How states are written. */
export const stateWords = { ALARM: "in alarm", INSUFFICIENT_DATA: "no data", OK: "ok" } as const;

const urgency = ["ALARM", "INSUFFICIENT_DATA", "OK"] as const;

/** Those first that ring. */
export function byUrgency(one: Pick<AlarmView, "state">, other: Pick<AlarmView, "state">): number {
  return urgency.indexOf(one.state) - urgency.indexOf(other.state);
}

/** Shows the alarms, those first that ring; tells by word of mouth when one begins or ends. */
export class AlarmsTable {
  readonly #root = byId("alarms", HTMLElement);
  readonly #state = byId("alarm-state", HTMLSelectElement);
  readonly #name = byId("alarm-name", HTMLInputElement);
  #alarms: readonly AlarmView[] | undefined;

  constructor(private readonly now: () => number) {
    for (const control of [this.#state, this.#name]) control.addEventListener("input", () => this.#draw());
  }

  show(alarms: readonly AlarmView[]): void {
    if (this.#alarms) announceChanges(this.#alarms, alarms);
    this.#alarms = alarms;
    showVerdict(alarms);
    this.#draw();
  }

  #draw(): void {
    const wanted = this.#name.value.trim().toLowerCase();
    const shown = (this.#alarms ?? [])
      .filter(({ state }) => this.#state.value === "" || state === this.#state.value)
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .toSorted(byUrgency);
    const rows = shown.map((alarm) => this.#row(alarm));
    this.#root.replaceChildren(
      rows.length > 0
        ? table(["State", "Alarm", "Since", "Course"], rows)
        : element("p", { class: "muted" }, this.#alarms?.length ? "No alarm is so." : "There are no alarms."),
    );
  }

  #row(alarm: AlarmView): (Node | string)[] {
    return [
      element("span", { class: `pill ${alarm.state}` }, stateWords[alarm.state]),
      element(
        "div",
        {},
        element("strong", { title: alarm.name }, alarm.label),
        element("div", { class: "muted told" }, alarm.state === "OK" ? alarm.description : alarm.reason),
      ),
      element("span", { class: "fixed" }, timeOfDay(alarm.sinceMs)),
      course(alarm, this.now()),
    ];
  }
}

/** Only what has begun or ended to ring: a reader of the screen hears nothing else by itself. */
function announceChanges(before: readonly AlarmView[], now: readonly AlarmView[]): void {
  const states = new Map(before.map(({ name, state }) => [name, state]));
  const changed = now.filter(({ name, state }) => {
    const was = states.get(name);
    return was !== undefined && was !== state && [was, state].includes("ALARM");
  });
  if (changed.length === 0) return;
  const sentences = changed.map(({ label, state, reason }) => `${label} is ${stateWords[state]}: ${reason}`);
  byId("announcements", HTMLElement).textContent = sentences.join(" ");
}

function showVerdict(alarms: readonly AlarmView[]): void {
  const ringing = alarms.filter(({ state }) => state === "ALARM").length;
  const verdict = byId("verdict", HTMLElement);
  const isUnknown = alarms.length > 0 && alarms.every(({ state }) => state === "INSUFFICIENT_DATA");
  verdict.className = `pill ${ringing > 0 ? "ALARM" : isUnknown || alarms.length === 0 ? "INSUFFICIENT_DATA" : "OK"}`;
  verdict.textContent =
    ringing > 0
      ? `${ringing} of ${alarms.length} in alarm`
      : alarms.length === 0
        ? "no alarms"
        : isUnknown
          ? "no data yet"
          : `${alarms.length} alarms, none rings`;
}

const hourMs = 3_600_000;
const courseWidth = 90;

/** The states of the last hour, or since the first change that is known, drawn as a line of time. */
function course({ label, state, history, sinceMs }: AlarmView, nowMs: number): SVGElement {
  const passages = [...history, ...(history.length === 0 ? [{ state, atMs: sinceMs }] : [])];
  const startMs = Math.max(nowMs - hourMs, passages[0]?.atMs ?? nowMs);
  const scale = courseWidth / Math.max(1, nowMs - startMs);
  const bars = passages.map((passage, at) => {
    const fromMs = Math.max(passage.atMs, startMs);
    const toMs = Math.max(fromMs, passages[at + 1]?.atMs ?? nowMs);
    const width = Math.max(1, (toMs - fromMs) * scale);
    return drawn("rect", { class: passage.state, x: (fromMs - startMs) * scale, y: 2, width, height: 10 });
  });
  const told = `${label}: ${history.length} changes, ${stateWords[state]} for ${duration(nowMs - sinceMs)}`;
  const size = { width: courseWidth, height: 14, viewBox: `0 0 ${courseWidth} 14` };
  return drawn("svg", { class: "course", role: "img", "aria-label": told, ...size }, ...bars);
}
