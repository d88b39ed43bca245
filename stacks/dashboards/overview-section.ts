import { type AlarmPanel, chart, line, type Panel, type Section } from "../../modules/dashboard/panel";
import { metricsOf } from "../../modules/metric/metric";
import type { Names } from "../../names";
import type { WatchedPipeline } from "./watched-pipeline";

/** An alarm of a pipeline. */
export interface ShownAlarm {
  readonly arn: string;
  readonly urgency: "page" | "ticket";
}

/** CloudWatch shows as many in one place. */
const maxAlarms = 100;

/** What whoever opens a dashboard asks first: is it well, does data come in, how old is it, and what is on. */
export function overviewSection(
  pipeline: WatchedPipeline,
  alarms: readonly ShownAlarm[],
  healthMetric: Names["healthMetric"],
): Section {
  const { key, streams, processors, deliveries, jobs } = pipeline;
  const arriving = streams[0]?.metrics.incomingRecords ?? deliveries[0]?.metrics.stream.source.records;
  const behind = [
    ...processors.map((each) => line(each.metrics.function.iteratorAge, each.key)),
    ...deliveries.flatMap((each) => {
      const { source } = each.metrics.stream;
      return source.kind === "stream" ? [line(source.millisBehindLatest, each.key)] : [];
    }),
    ...jobs.map((each) => line(each.metrics.millisBehindLatest, each.key)),
  ];
  const { namespace, dimensions, name } = healthMetric;
  const health = metricsOf(namespace, dimensions)(name, "Maximum", "None", "What weir health --publish said last");
  const now = (panel: Panel): Panel => ({ ...panel, ...(panel.kind === "chart" && { view: "singleValue" }) });
  return {
    heading: `Pipeline ${key}`,
    guide: "Read downwards, as data flows: the first place that is in trouble is the cause of what is late below it.",
    panels: [
      now(chart("Health: 0 well, 1 warning, 2 critical", [health])),
      now(chart("Comes in (records a minute)", arriving ? [arriving] : [])),
      now({ kind: "chart", title: "How far readers are behind (ms)", lines: behind }),
      ...alarmPanels("What wakes someone", "page", alarms),
      ...alarmPanels("What waits for the morning", "ticket", alarms),
    ],
  };
}

function alarmPanels(title: string, urgency: "page" | "ticket", alarms: readonly ShownAlarm[]): AlarmPanel[] {
  const arns = alarms.filter((alarm) => alarm.urgency === urgency).map(({ arn }) => arn);
  return Array.from({ length: Math.ceil(arns.length / maxAlarms) }, (_, part) => {
    return { kind: "alarms", title, alarmArns: arns.slice(part * maxAlarms, (part + 1) * maxAlarms) };
  });
}
