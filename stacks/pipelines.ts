import { type Environment, isFilledByJob } from "../environments";

/** Where producers send to, and everything that comes of it; keys of the environment's maps. */
export interface Pipeline {
  /** Of the stream, or of the delivery, that producers send to. */
  readonly key: string;
  readonly streams: readonly string[];
  readonly processors: readonly string[];
  readonly tables: readonly string[];
  readonly deliveries: readonly string[];
  readonly jobs: readonly string[];
}

/** The pipelines of an environment; what a job writes to belongs to the pipeline of what it reads. */
export function pipelinesOf(environment: Environment): Pipeline[] {
  const streams = Object.keys(environment.streams);
  const pipelines = streams
    .filter((key) => !isFilledByJob(environment, key))
    .map((key) => pipelineFrom(environment, key));
  // Jobs that write to each other's streams in a circle have no first one.
  for (const key of streams) {
    if (!pipelines.some((pipeline) => pipeline.streams.includes(key))) pipelines.push(pipelineFrom(environment, key));
  }
  const direct = Object.entries(environment.deliveries).filter(([, { source }]) => source.kind === "direct-put");
  const none = { streams: [], processors: [], tables: [], jobs: [] };
  return [...pipelines, ...direct.map(([key]) => ({ key, ...none, deliveries: [key] }))];
}

function pipelineFrom(environment: Environment, key: string): Pipeline {
  const streams = new Set([key]);
  const keysOf = <Entry>(entries: Readonly<Record<string, Entry>>, reads: (entry: Entry) => string | undefined) =>
    Object.keys(entries).filter((entry) => {
      const stream = entries[entry] && reads(entries[entry]);
      return stream !== undefined && streams.has(stream);
    });
  // A set goes on to what is added to it on the way.
  for (const stream of streams) {
    for (const { input, output, rejects } of Object.values(environment.analytics)) {
      if (input === stream) streams.add(output).add(rejects);
    }
  }
  const processors = keysOf(environment.processors, ({ stream }) => stream);
  const tables = processors.flatMap((processor) => environment.processors[processor]?.table ?? []);
  return {
    key,
    streams: [...streams],
    processors,
    tables: [...new Set(tables)],
    deliveries: keysOf(environment.deliveries, ({ source }) => (source.kind === "stream" ? source.stream : undefined)),
    jobs: keysOf(environment.analytics, ({ input }) => input),
  };
}
