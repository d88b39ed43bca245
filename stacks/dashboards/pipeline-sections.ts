import { type Environment, isReadByPolling } from "../../environments";
import type { Section } from "../../modules/dashboard/panel";
import type { LogQuery } from "../log-queries";
import type { AlarmLines } from "./alarm-lines";
import { costSection } from "./cost-section";
import { deliverySection } from "./delivery-section";
import { failureSection } from "./failure-section";
import { jobSection } from "./job-section";
import { processorSection } from "./processor-section";
import { shardSections } from "./shard-section";
import { streamSection } from "./stream-section";
import { tableSection } from "./table-section";
import type { WatchedPipeline } from "./watched-pipeline";

/** The parts of a pipeline in the order in which data flows through them; then what failed, and what it costs. */
export function pipelineSections(
  environment: Environment,
  pipeline: WatchedPipeline,
  alarms: AlarmLines,
  queries: readonly LogQuery[],
): Section[] {
  const { streams, processors, tables, deliveries, jobs } = pipeline;
  const writersOf = (stream: string) =>
    jobs.filter(({ entry: { output, rejects } }) => output === stream || rejects === stream).map(({ key }) => key);
  return [
    ...streams.flatMap(({ key, metrics }) => [
      streamSection(key, metrics, { writers: writersOf(key), isPolled: isReadByPolling(environment, key) }, alarms),
      ...shardSections(key, metrics),
    ]),
    ...processors.map(({ key, entry, metrics }) => processorSection(key, entry, metrics, alarms)),
    ...tables.map(({ key, entry, metrics }) => tableSection(key, entry, metrics, alarms)),
    ...deliveries.map(({ key, entry, metrics }) => deliverySection(key, entry, metrics, alarms)),
    ...jobs.map(({ key, entry, metrics }) => jobSection(key, entry, metrics, alarms)),
    failureSection(pipeline),
    logSection(queries),
    costSection(pipeline),
  ];
}

function logSection(queries: readonly LogQuery[]): Section {
  return {
    heading: "What the logs say",
    guide: "CloudWatch bills what these read, and so they look at the time that the dashboard shows alone.",
    panels: queries.map(({ title, ...query }) => ({ kind: "log", title, ...query })),
  };
}
