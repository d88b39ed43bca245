import { median } from "../median";
import { AggregatesJob, type Measurement, startStreams, stopStreams } from "./aggregates-job";
import { closeWindows, putEvents } from "./events";
import { WindowReader } from "./windows";

const rounds = 3;

/** From the start of Java to the first window that a reader finds, with events that wait in the stream. */
export const measureStart: Measurement = async (runtime, folder) => {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const streams = await startStreams(4);
    const firstMs = Date.now() - 600_000;
    await putEvents(streams.client, { count: 10_000, users: 100, firstMs, spanMs: 60_000 });
    await closeWindows(streams.client, firstMs + 300_000);
    const windows = new WindowReader(streams.client);
    const started = performance.now();
    const { url } = streams.server;
    const job = await AggregatesJob.start(runtime, { folder, url, parallelism: 4, windowSeconds: 60 });
    await job.until(async () => (await windows.read()).length > 0);
    seconds.push((performance.now() - started) / 1000);
    await job.stop();
    await stopStreams(streams);
  }
  return { "start to the first window (s, median of 3)": { measured: median(seconds).toFixed(1), bar: "≤ 15" } };
};
