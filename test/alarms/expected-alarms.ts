import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { pipelinesOf } from "../../stacks/pipelines";

/** Which kinds of alarm each thing must have. */
const kindsOf = {
  stream: ["puts-failing", "single-puts-failing", "stream-near-capacity"],
  /** Of one that no job writes to, which is throttled as a matter of course. */
  streamOfProducers: ["writes-throttled"],
  /** Of a stream that somebody reads by GetRecords. */
  polledStream: ["stream-late", "stream-losing-data", "reads-failing"],
  /** Of one that no job reads, which is throttled as a matter of course. */
  streamWithoutJob: ["reads-throttled"],
  quietStream: ["no-incoming-records"],
  rejects: ["records-rejected"],
  consumer: ["consumer-late", "consumer-losing-data"],
  function: ["function-errors", "function-throttled", "function-slow"],
  processor: [
    "function-late",
    "function-not-reading",
    "records-quarantined",
    "records-dropped",
    "failure-destination-refuses",
    "records-diverted",
  ],
  queue: ["failed-batches-waiting"],
  transform: ["transforms-failing"],
  delivery: ["delivery-late", "delivery-stalled"],
  deliveryFromStream: ["delivery-behind", "delivery-not-reading"],
  directPut: ["delivery-throttled", "delivery-near-limit"],
  table: ["table-reads-throttled", "table-writes-throttled", "table-system-errors"],
  index: ["table-reads-throttled", "table-writes-throttled"],
  job: ["job-restarting", "checkpoints-failing", "job-cpu-high", "job-heap-high", "job-late"],
  pipeline: ["unhealthy"],
} as const;

/** The names of all alarms that an environment should have, found from its entries alone. */
export function expectedAlarms(environment: Environment): string[] {
  const { streams, tables, processors, deliveries, analytics } = environment;
  const names = namesOf(environment);
  const expected: string[] = [names.deployWindowAlarm.name];
  const add = (of: keyof typeof kindsOf, subject: string) => {
    expected.push(...kindsOf[of].map((kind) => names.alarm(subject, kind).name));
  };
  const jobs = Object.values(analytics);
  const readByJob = new Set(jobs.map(({ input }) => input));
  const polled = new Set([
    ...Object.values(processors).flatMap(({ stream, consumer }) => (consumer === undefined ? [stream] : [])),
    ...Object.values(deliveries).flatMap(({ source }) => (source.kind === "stream" ? [source.stream] : [])),
    ...readByJob,
  ]);
  for (const [key, { consumers, expectedRecords }] of Object.entries(streams)) {
    add("stream", key);
    if (!jobs.some(({ output, rejects }) => [output, rejects].includes(key))) add("streamOfProducers", key);
    if (polled.has(key)) add("polledStream", key);
    if (polled.has(key) && !readByJob.has(key)) add("streamWithoutJob", key);
    if (expectedRecords) add("quietStream", key);
    if (jobs.some(({ rejects }) => rejects === key)) add("rejects", key);
    for (const consumer of consumers) add("consumer", `${key}-${consumer}`);
  }
  for (const [key, { onFailure }] of Object.entries(processors)) {
    add("function", key);
    add("processor", key);
    if (onFailure === "sqs") add("queue", key);
  }
  for (const [key, { source, transform }] of Object.entries(deliveries)) {
    add("delivery", key);
    add(source.kind === "stream" ? "deliveryFromStream" : "directPut", key);
    if (transform) {
      add("function", transform.name);
      add("transform", transform.name);
    }
  }
  for (const [key, { holds }] of Object.entries(tables)) {
    add("table", key);
    if (holds.kind === "events") add("index", `${key}-event-type-index`);
  }
  for (const key of Object.keys(analytics)) add("job", key);
  for (const { key } of pipelinesOf(environment)) add("pipeline", key);
  return expected;
}
