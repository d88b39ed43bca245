import { AwsError } from "../../aws-error";
import type { Alarm, CompositeAlarm, MetricAlarm, StateChange } from "./alarm";
import { AlarmHistory } from "./alarm-history";
import { alarmName, readAlarmRule } from "./alarm-rule";
import { type AlarmState, uncheckedState } from "./alarm-state";
import { AlarmStates, type AlarmsOptions, byName, tickMs } from "./alarm-states";
import { type CompositeAlarmSettings, suppressionPeriods } from "./composite-alarm-settings";
import { checkDeletable, checkReferences } from "./composite-checks";
import type { MetricAlarmSettings } from "./metric-alarm-settings";
import { readDatapoints } from "./read-datapoints";
import { Suppression } from "./suppression";

/**
 * The alarms of an account and region: metric alarms are evaluated when time has passed, composite ones whenever an
 * alarm of their rule changes; actions are taken when a state changes.
 */
export class Alarms {
  readonly history = new AlarmHistory();
  readonly #options: AlarmsOptions;
  readonly #alarms = new Map<string, Alarm>();
  readonly #states: AlarmStates;
  #endTick: () => void;

  constructor(options: AlarmsOptions) {
    this.#options = options;
    this.#states = new AlarmStates(options, this.#alarms, this.history);
    this.#endTick = this.#scheduleTick();
  }

  /** All alarms, by name. */
  list(): readonly Alarm[] {
    return byName(this.#alarms);
  }

  /** The alarm of that name, or of that ARN. */
  find(nameOrArn: string): Alarm | undefined {
    return this.#alarms.get(alarmName(nameOrArn));
  }

  /** Calls `listener` at each change of a state; the returned function ends that. */
  onStateChange(listener: (change: StateChange) => void): () => void {
    return this.#states.onChange(listener);
  }

  /**
   * Makes a metric alarm, or gives the one of that name other settings: its state stays.
   * @throws AwsError `ValidationException` for an expression that is none, or is not here
   */
  putMetricAlarm(settings: MetricAlarmSettings, tags: ReadonlyMap<string, string> = new Map()): void {
    const existing = this.#existing(settings.AlarmName, "metric");
    // What can't be read now could not be read at any evaluation.
    readDatapoints(settings, this.#options.metrics, this.#options.clock.now());
    if (existing?.kind === "metric") {
      this.#configure(existing, settings);
      return;
    }
    const alarm: MetricAlarm = { kind: "metric", settings, ...this.#newRecord(settings.AlarmName, tags) };
    this.#add(alarm);
  }

  /**
   * Makes a composite alarm and evaluates it, or gives the one of that name other settings.
   * @throws AwsError `ValidationException` for a rule that is none, or about alarms that are not there, or about itself
   */
  putCompositeAlarm(settings: CompositeAlarmSettings, tags: ReadonlyMap<string, string> = new Map()): void {
    const name = settings.AlarmName;
    const rule = readAlarmRule(settings.AlarmRule);
    checkReferences(settings, rule.alarms, (child) => this.#alarms.get(child));
    const existing = this.#existing(name, "composite");
    const suppression = this.#suppressionOf(settings);
    if (existing?.kind === "composite") {
      existing.suppression?.close();
      Object.assign(existing, { rule, suppression });
      this.#configure(existing, settings);
      this.#states.evaluateComposite(existing);
      return;
    }
    const record = this.#newRecord(name, tags);
    const alarm: CompositeAlarm = { kind: "composite", settings, rule, suppression, triggers: [], ...record };
    this.#add(alarm);
    this.#states.evaluateComposite(alarm);
  }

  /** Sets a state by hand, until the next evaluation. @throws AwsError `ResourceNotFound` */
  setState(name: string, state: AlarmState): void {
    const alarm = this.#alarms.get(name);
    if (!alarm) throw new AwsError("ResourceNotFound", "", 404);
    this.#states.set(alarm, state);
  }

  /** Switches the actions of alarms on or off; names of none are passed over, as AWS does. */
  enableActions(names: readonly string[], isEnabled: boolean): void {
    for (const name of names) {
      const alarm = this.#alarms.get(name);
      if (alarm?.kind === "metric") this.#configure(alarm, { ...alarm.settings, ActionsEnabled: isEnabled });
      if (alarm?.kind === "composite") this.#configure(alarm, { ...alarm.settings, ActionsEnabled: isEnabled });
    }
  }

  /**
   * Deletes alarms; names of none are passed over, as AWS does.
   * @throws AwsError `ValidationException` when a composite alarm that stays is about one of them
   */
  delete(names: readonly string[]): void {
    checkDeletable(names, this.#composites());
    for (const name of names) {
      const alarm = this.#alarms.get(name);
      if (!alarm) continue;
      if (alarm.kind === "composite") alarm.suppression?.close();
      this.#alarms.delete(name);
      this.history.configured(alarm, "Delete", this.#options.clock.now());
    }
  }

  /** Evaluates no more, and forgets the actions that are held back. */
  close(): void {
    this.#endTick();
    for (const { suppression } of this.#composites()) suppression?.close();
  }

  #scheduleTick(): () => void {
    const { clock } = this.#options;
    return clock.schedule(
      () => {
        this.#endTick = this.#scheduleTick();
        this.#states.evaluateMetricAlarms();
      },
      tickMs - (clock.now() % tickMs),
    );
  }

  #composites(): CompositeAlarm[] {
    return this.list().filter((alarm) => alarm.kind === "composite");
  }

  #suppressionOf(settings: CompositeAlarmSettings): Suppression | undefined {
    const periods = suppressionPeriods(settings);
    if (!periods || settings.ActionsSuppressor === undefined) return undefined;
    const isSuppressing = this.find(settings.ActionsSuppressor)?.state.value === "ALARM";
    return new Suppression(this.#options.clock, periods, isSuppressing);
  }

  #existing(name: string, kind: Alarm["kind"]): Alarm | undefined {
    const alarm = this.#alarms.get(name);
    if (!alarm || alarm.kind === kind) return alarm;
    throw new AwsError("ValidationException", `There is a ${alarm.kind} alarm with the name ${name} already.`);
  }

  #newRecord(name: string, tags: ReadonlyMap<string, string>) {
    const { accountId, region, clock } = this.#options;
    const atMs = clock.now();
    return {
      name,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      tags: new Map(tags),
      state: uncheckedState,
      ...{ configuredMs: atMs, updatedMs: atMs, transitionedMs: atMs },
    };
  }

  #add(alarm: Alarm): void {
    this.#alarms.set(alarm.name, alarm);
    this.history.configured(alarm, "Create", alarm.configuredMs);
  }

  #configure<A extends Alarm>(alarm: A, settings: A["settings"]): void {
    alarm.settings = settings;
    alarm.configuredMs = this.#options.clock.now();
    this.history.configured(alarm, "Update", alarm.configuredMs);
  }
}
