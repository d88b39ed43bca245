import type { Alarm } from "../cloudwatch/alarms/alarm";
import type { Alarms } from "../cloudwatch/alarms/alarms";
import { queriesOf } from "../cloudwatch/alarms/metric-alarm-settings";
import type { AlarmView } from "./snapshot";

type Passage = AlarmView["history"][number];

/** So many changes of each alarm are shown. */
const maxPassages = 50;

/** The alarms, and the states that they passed through since the page was made. */
export class AlarmViews {
  readonly #passages = new Map<string, Passage[]>();

  /** @param short makes a physical name as the page writes it */
  constructor(
    private readonly alarms: Pick<Alarms, "list" | "onStateChange">,
    private readonly short: (name: string) => string,
  ) {
    alarms.onStateChange(({ alarm, to, atMs }) => {
      const passages = this.#passages.get(alarm.name) ?? [];
      passages.push({ state: to.value, atMs });
      if (passages.length > maxPassages) passages.shift();
      this.#passages.set(alarm.name, passages);
    });
  }

  /** As they are now, by name. */
  list(): readonly AlarmView[] {
    return this.alarms.list().map((alarm) => ({
      name: alarm.name,
      label: this.short(alarm.name),
      kind: alarm.kind,
      state: alarm.state.value,
      reason: alarm.state.reason,
      sinceMs: alarm.transitionedMs,
      description: alarm.settings.AlarmDescription ?? "",
      watches: watchedBy(alarm),
      history: this.#passages.get(alarm.name) ?? [],
    }));
  }
}

function watchedBy(alarm: Alarm): readonly string[] {
  if (alarm.kind === "composite") return [];
  const dimensions = queriesOf(alarm.settings).flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []);
  return [...new Set(dimensions.flatMap(({ Value }) => Value ?? []))];
}
