import type { Clock } from "../../clock";
import type { Alarm, CompositeAlarm, StateChange } from "./alarm";
import type { AlarmHistory } from "./alarm-history";
import { alarmName } from "./alarm-rule";
import type { AlarmState } from "./alarm-state";
import { compositeState } from "./composite-state";
import { periodSeconds } from "./metric-alarm-settings";
import { stateOf } from "./metric-alarm-state";
import { type DataReader, readDatapoints } from "./read-datapoints";
import { type ActionDependencies, takeActions } from "./take-actions";

const minuteMs = 60_000;
/** AWS evaluates alarms with periods under a minute so often, and all others each minute. */
export const tickMs = 10_000;

/** What alarms stand on. */
export interface AlarmsOptions extends ActionDependencies {
  readonly clock: Clock;
  /** The metrics that alarms are on. */
  readonly metrics: DataReader;
}

/** Changes the states of alarms: what follows from a change follows at once, actions and composite alarms. */
export class AlarmStates {
  readonly #options: AlarmsOptions;
  readonly #alarms: ReadonlyMap<string, Alarm>;
  readonly #history: AlarmHistory;
  #evaluatedMs: number;
  readonly #listeners = new Set<(change: StateChange) => void>();

  /** @param alarms by name */
  constructor(options: AlarmsOptions, alarms: ReadonlyMap<string, Alarm>, history: AlarmHistory) {
    this.#options = options;
    this.#alarms = alarms;
    this.#history = history;
    this.#evaluatedMs = options.clock.now();
  }

  /** Calls `listener` at each change of a state; the returned function ends that. */
  onChange(listener: (change: StateChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Evaluates the metric alarms that have become due since the last call, for the periods that have ended. */
  evaluateMetricAlarms(): void {
    const nowMs = this.#options.clock.now();
    for (const alarm of byName(this.#alarms)) {
      if (alarm.kind !== "metric") continue;
      const everyMs = periodSeconds(alarm.settings) * 1_000 < minuteMs ? tickMs : minuteMs;
      const dueMs = nowMs - (nowMs % everyMs);
      if (dueMs <= this.#evaluatedMs) continue;
      const state = stateOf(alarm.settings, readDatapoints(alarm.settings, this.#options.metrics, dueMs), dueMs);
      if (state && state.value !== alarm.state.value) this.set(alarm, state);
    }
    this.#evaluatedMs = nowMs;
  }

  /** Gives a composite alarm the state that its rule gives it. @param changed the alarm whose change is the occasion */
  evaluateComposite(alarm: CompositeAlarm, changed?: Alarm): void {
    const { state, triggers } = compositeState(alarm, changed, (name) => this.#alarms.get(name));
    if (state.value === alarm.state.value) return;
    alarm.triggers = triggers;
    this.set(alarm, state);
  }

  /** Sets a state, and takes the actions for it if it is another. */
  set(alarm: Alarm, to: AlarmState): void {
    const from = alarm.state;
    const atMs = this.#options.clock.now();
    Object.assign(alarm, { state: to, updatedMs: atMs });
    if (to.value === from.value) return;
    alarm.transitionedMs = atMs;
    const change: StateChange = { alarm, from, to, atMs };
    this.#history.changed(change);
    for (const listener of this.#listeners) listener(change);
    const act = () => takeActions(change, this.#options, this.#history);
    if (alarm.kind === "composite" && alarm.suppression) alarm.suppression.hold(act);
    else act();
    this.#tellComposites(change);
  }

  #tellComposites({ alarm, from, to }: StateChange): void {
    for (const composite of byName(this.#alarms)) {
      if (composite.kind !== "composite") continue;
      const { ActionsSuppressor } = composite.settings;
      const isSuppressor = ActionsSuppressor !== undefined && alarmName(ActionsSuppressor) === alarm.name;
      if (isSuppressor && [from.value, to.value].includes("ALARM")) {
        composite.suppression?.suppressorChanged(to.value === "ALARM");
      }
      if (composite.rule.alarms.includes(alarm.name)) this.evaluateComposite(composite, alarm);
    }
  }
}

/** Alarms in the order of their names: what happens at one time happens in the same order each time. */
export function byName(alarms: ReadonlyMap<string, Alarm>): readonly Alarm[] {
  return [...alarms.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}
