import { AggregatesJob, type Measurement, pinned, startStreams, stopStreams } from "./aggregates-job";
import { putEvents } from "./events";

const users = 1_000_000;
const settledTimes = 3;

/** One window that holds a group for each of a million users: what a checkpoint of them takes. */
export const measureState: Measurement = async (runtime, folder) => {
  const streams = await startStreams(4);
  const firstMs = Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000;
  await putEvents(streams.client, { count: users, users, firstMs, spanMs: 600_000 });
  const { url } = streams.server;
  const settings = { folder, url, parallelism: 4, windowSeconds: 86_400 };
  const job = await AggregatesJob.start(pinned(runtime, folder, "-Xmx2g"), settings);
  // The state no longer grows when all events have been read.
  let last = { stateMb: 0, seconds: 0 };
  for (let same = 0; same < settledTimes; ) {
    const next = await job.checkpoint();
    same = next.stateMb > 1 && Math.abs(next.stateMb - last.stateMb) < 0.1 ? same + 1 : 0;
    last = next;
  }
  const peakMb = job.peakMb();
  await job.stop();
  await stopStreams(streams);
  return {
    "state of a million users, a group each (MB)": { measured: last.stateMb.toFixed(0) },
    "checkpoint of a million groups (s)": { measured: last.seconds.toFixed(2) },
    "most resident memory with it (MB)": { measured: peakMb.toFixed(0) },
  };
};
