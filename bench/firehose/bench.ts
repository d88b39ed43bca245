import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Score } from "./deliver";

/** Set `WEIR_BENCH_RECORDS=5000000` to see memory over a long run. */
const records = Number(process.env["WEIR_BENCH_RECORDS"] ?? 300_000);

/** Measures local delivery from stream to GZIP objects through the transform: prints the rate, memory and the bars. */
export async function run(): Promise<void> {
  const command = ["--import", "tsx", join(__dirname, "deliver.ts"), String(records)];
  // A process of its own: its memory is the delivery's alone.
  const output = execFileSync(process.execPath, command, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const { seconds, idleBytes, peakBytes, objects }: Score = JSON.parse(output);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  console.table({
    "records delivered": { measured: records },
    "GZIP objects": { measured: objects },
    "through the transform (records/s)": { measured: (records / seconds).toFixed(0), bar: "≥ 20,000" },
    "memory when idle (MB)": { measured: megabytes(idleBytes) },
    "memory at its peak, more than idle (MB)": { measured: megabytes(peakBytes - idleBytes), bar: "< 300" },
  });
}
