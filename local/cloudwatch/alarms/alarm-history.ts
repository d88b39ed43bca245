import type { Alarm, StateChange } from "./alarm";

/** What kinds of things happen to an alarm. */
export const historyItemTypes = ["ConfigurationUpdate", "StateUpdate", "Action"] as const;

/** Something that happened to an alarm. */
export interface HistoryItem {
  /** Counts what happened. */
  readonly number: number;
  readonly alarmName: string;
  readonly alarmKind: Alarm["kind"];
  readonly type: (typeof historyItemTypes)[number];
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** For people. */
  readonly summary: string;
  /** For machines, as JSON. */
  readonly data: string;
}

/** AWS keeps 30 days; a process keeps what it has room for. */
const maxItems = 5_000;

/** What happened to all alarms, those that are deleted too. */
export class AlarmHistory {
  readonly #items: HistoryItem[] = [];
  #added = 0;

  /** All of it, the oldest first. */
  get items(): readonly HistoryItem[] {
    return this.#items;
  }

  /** Its settings were given, or taken away. */
  configured(alarm: Alarm, type: "Create" | "Update" | "Delete", atMs: number): void {
    const did = { Create: "created", Update: "updated", Delete: "deleted" }[type];
    const data = { version: "1.0", type, [`${did}Alarm`]: alarm.settings };
    this.#add(alarm, "ConfigurationUpdate", atMs, `Alarm "${alarm.name}" ${did}`, data);
  }

  /** It changed its state. */
  changed({ alarm, from, to, atMs }: StateChange): void {
    const stateOf = ({ value, reason, reasonData }: StateChange["to"]) => ({
      stateValue: value,
      stateReason: reason,
      stateReasonData: reasonData === undefined ? undefined : JSON.parse(reasonData),
    });
    const data = { version: "1.0", oldState: stateOf(from), newState: stateOf(to) };
    this.#add(alarm, "StateUpdate", atMs, `Alarm updated from ${from.value} to ${to.value}`, data);
  }

  /** An action was taken, or could not be. @param problem undefined when it was taken */
  acted({ alarm, atMs }: StateChange, action: string, problem: string | undefined): void {
    const summary =
      problem === undefined
        ? `Successfully executed action ${action}`
        : `Failed to execute action ${action}. Received error: "${problem}"`;
    const data = {
      actionState: problem === undefined ? "Succeeded" : "Failed",
      stateUpdateTimestamp: atMs,
      notificationResource: action,
      error: problem ?? null,
    };
    this.#add(alarm, "Action", atMs, summary, data);
  }

  #add(alarm: Alarm, type: HistoryItem["type"], atMs: number, summary: string, data: object): void {
    const number = this.#added++;
    this.#items.push({
      number,
      alarmName: alarm.name,
      alarmKind: alarm.kind,
      type,
      atMs,
      summary,
      data: JSON.stringify(data),
    });
    if (this.#items.length > maxItems) this.#items.shift();
  }
}
