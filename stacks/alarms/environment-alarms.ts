import type { Environment } from "../../environments";
import type { Pipeline } from "../pipelines";
import type { WatchedStacks } from "../watched-stacks";
import type { Alarm } from "./alarm";
import { deliveryAlarms } from "./delivery-alarms";
import { processorAlarms, transformAlarms } from "./function-alarms";
import { jobAlarms } from "./job-alarms";
import { streamAlarms } from "./stream-alarms";
import { tableAlarms } from "./table-alarms";

/** The metric alarms of an environment, by the entry that they belong to. */
export class EnvironmentAlarms {
  private readonly byEntry: Readonly<Record<Exclude<keyof Pipeline, "key">, ReadonlyMap<string, readonly Alarm[]>>>;

  constructor(environment: Environment, stacks: WatchedStacks) {
    const { streaming, storage, processing, delivery: delivering, analytics } = stacks;
    this.byEntry = {
      streams: ofEach(environment.streams, (key, stream) =>
        streamAlarms(environment, key, stream, streaming.metricsOf(key)),
      ),
      tables: ofEach(environment.tables, (key, table) => tableAlarms(key, table, storage.metricsOf(key))),
      processors: ofEach(environment.processors, (key, processor) =>
        processorAlarms(environment, key, processor, processing.metricsOf(key), streaming.metricsOf(processor.stream)),
      ),
      deliveries: ofEach(environment.deliveries, (key, delivery) => {
        const { stream, transform: ofTransform } = delivering.metricsOf(key);
        const { transform } = delivery;
        return [
          ...deliveryAlarms(environment, key, delivery, stream, streaming.metricsOf),
          ...(transform && ofTransform
            ? transformAlarms(transform.name, transform.timeoutSeconds, ofTransform.function, ofTransform.own)
            : []),
        ];
      }),
      jobs: ofEach(environment.analytics, (key, job) => jobAlarms(environment, key, job, analytics.metricsOf(key))),
    };
  }

  /** All of them. */
  get all(): readonly Alarm[] {
    return Object.values(this.byEntry).flatMap((entries) => [...entries.values()].flat());
  }

  /** Those of a pipeline. */
  of({ key: _, ...entries }: Pipeline): readonly Alarm[] {
    const { streams, processors, tables, deliveries, jobs } = this.byEntry;
    const find = (alarms: ReadonlyMap<string, readonly Alarm[]>, keys: readonly string[]) =>
      keys.flatMap((key) => alarms.get(key) ?? []);
    return [
      ...find(streams, entries.streams),
      ...find(processors, entries.processors),
      ...find(tables, entries.tables),
      ...find(deliveries, entries.deliveries),
      ...find(jobs, entries.jobs),
    ];
  }
}

function ofEach<Entry>(
  entries: Readonly<Record<string, Entry>>,
  alarmsOf: (key: string, entry: Entry) => readonly Alarm[],
): ReadonlyMap<string, readonly Alarm[]> {
  return new Map(Object.entries(entries).map(([key, entry]) => [key, alarmsOf(key, entry)]));
}
