import type { Construct } from "constructs";
import type { Environment } from "../../environments";
import { Dashboard } from "../../modules/dashboard/dashboard";
import type { Section } from "../../modules/dashboard/panel";
import { namesOf } from "../../names";
import type { Alarm } from "../alarms/alarm";
import { logQueries } from "../log-queries";
import type { Pipeline } from "../pipelines";
import type { WatchedStacks } from "../watched-stacks";
import { AlarmLines } from "./alarm-lines";
import { overviewSection, type ShownAlarm } from "./overview-section";
import { pipelineSections } from "./pipeline-sections";
import { watchedPipeline } from "./watched-pipeline";

/** What a pipeline's dashboard tells of its alarms. */
export interface PipelineAlarms {
  /** Whose thresholds its charts have. */
  readonly lines: readonly Alarm[];
  /** Whose states it shows, the composite ones among them. */
  readonly shown: readonly ShownAlarm[];
}

/** Makes the dashboard of a pipeline. */
export function addPipelineDashboard(
  scope: Construct,
  environment: Environment,
  stacks: WatchedStacks,
  pipeline: Pipeline,
  { lines, shown }: PipelineAlarms,
): void {
  const names = namesOf(environment);
  const watched = watchedPipeline(environment, stacks, pipeline);
  const sections = [
    overviewSection(watched, shown, names.healthMetric),
    ...pipelineSections(environment, watched, new AlarmLines(lines), logQueries(environment, pipeline)),
  ];
  new Dashboard(scope, "Dashboard", {
    name: names.dashboard(pipeline.key),
    region: environment.region,
    sections: sections.map(withoutEmptyCharts).filter(({ panels }) => panels.length > 0),
  });
}

/** Not every pipeline has each part. */
function withoutEmptyCharts({ panels, ...section }: Section): Section {
  return { ...section, panels: panels.filter((panel) => panel.kind !== "chart" || panel.lines.length > 0) };
}
