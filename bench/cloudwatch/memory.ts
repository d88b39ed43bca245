import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median } from "../median";
import { seriesCount } from "./an-hour";

/** How much more a process holds after an hour of metrics. */
export interface MemoryScore {
  /** Of the heap and the buffers, after a garbage collection. */
  readonly heapMb: number;
  readonly residentMb: number;
}

const rounds = 3;

/** Measures what an hour of metrics takes, each time in a process of its own: rows for a table. */
export function measureMemory() {
  return {
    // What a sampled state has.
    [`${seriesCount} series, 4 values a minute each`]: row(4),
    // As many latencies as a busy stream has requests.
    [`${seriesCount} series, 30 values a minute each`]: row(30),
  };
}

function row(valuesAMinute: number) {
  const scores = Array.from({ length: rounds }, () => score(valuesAMinute));
  const middle = (member: keyof MemoryScore) => median(scores.map((one) => one[member])).toFixed(0);
  return {
    "held after an hour (MB)": middle("heapMb"),
    bar: "< 60",
    "more resident memory (MB)": middle("residentMb"),
  };
}

function score(valuesAMinute: number): MemoryScore {
  const program = ["--expose-gc", "--import", "tsx", join(__dirname, "fill-an-hour.ts"), String(valuesAMinute)];
  const child = spawnSync(process.execPath, program, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (child.status !== 0) throw new Error(`fill-an-hour.ts ended with exit code ${child.status}`);
  return JSON.parse(child.stdout) as MemoryScore;
}
