import { setTimeout } from "node:timers/promises";
import { anHour, seriesCount } from "./an-hour";
import type { MemoryScore } from "./memory";

/** Fills an hour of metrics, and prints what memory that took. */
async function main(valuesAMinute: number): Promise<void> {
  // Not counted: the compiled code, and the room that the engine keeps for short-lived objects.
  await anHour(valuesAMinute, seriesCount / 20).fill();
  const { cloudwatch, fill } = anHour(valuesAMinute);
  const before = await memory();
  await fill();
  const after = await memory();
  const score: MemoryScore = { heapMb: after.heapMb - before.heapMb, residentMb: after.residentMb - before.residentMb };
  console.log(JSON.stringify(score));
  cloudwatch.close();
}

/** Of what is in use; the buffers of typed arrays stand outside the heap. */
async function memory(): Promise<MemoryScore> {
  if (!global.gc) throw new Error("start it with --expose-gc: garbage would be counted");
  global.gc();
  // Buffers that nobody holds any more are given back by another thread.
  await setTimeout(500);
  global.gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heapMb: (heapUsed + arrayBuffers) / 2 ** 20, residentMb: rss / 2 ** 20 };
}

main(Number(process.argv[2]));
