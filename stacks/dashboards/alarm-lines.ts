import type { ChartPanel, Threshold } from "../../modules/dashboard/panel";
import type { Alarm } from "../alarms/alarm";
import { type KindName, kinds } from "../alarms/kinds";

/** Of what can't be passed: a setting of the environment, or a limit of AWS. */
const limitColor = "#7f7f7f";
const colors = { page: "#d62728", ticket: "#ff7f0e" } as const;

/** A level that nothing passes. */
export function limit(label: string, value: number): Threshold {
  return { label, value, color: limitColor };
}

/** The alarms of a pipeline, as its dashboard draws them. */
export class AlarmLines {
  constructor(private readonly alarms: readonly Alarm[]) {}

  /** What the alarms of a subject go off at, as far as there are such alarms; those of a level are one line. */
  thresholds(subject: string, ...wanted: readonly KindName[]): Threshold[] {
    const byLevel = new Map<number, KindName[]>();
    for (const alarm of this.alarms) {
      // "Any at all" is the chart's own zero line.
      if (alarm.subject !== subject || !wanted.includes(alarm.kind) || alarm.threshold === 0) continue;
      byLevel.set(alarm.threshold, [...(byLevel.get(alarm.threshold) ?? []), alarm.kind]);
    }
    return [...byLevel].map(([value, found]) => {
      const urgency = found.some((kind) => kinds[kind].urgency === "page") ? "page" : "ticket";
      return { label: found.join(", "), value, color: colors[urgency] };
    });
  }

  /** A chart of the very values that an alarm compares with its threshold; none where there is no such alarm. */
  charts(title: string, label: string, subject: string, kind: KindName): ChartPanel[] {
    return this.alarms
      .filter((alarm) => alarm.subject === subject && alarm.kind === kind)
      .map(({ watched, periodSeconds }) => ({
        kind: "chart",
        title,
        lines: [{ watched, periodSeconds, label }],
        thresholds: this.thresholds(subject, kind),
      }));
  }
}
