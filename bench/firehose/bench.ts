import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { makeTraffic } from "../processor/traffic";
import type { Score } from "./deliver";

/** Set `WEIR_BENCH_RECORDS=5000000` to see memory over a long run. */
const records = Number(process.env["WEIR_BENCH_RECORDS"] ?? 300_000);
/** Enough for its rate, which does not change. */
const peerRecords = 10_000;

/**
 * Measures local delivery from stream to GZIP objects through the transform, and beside it what ministack makes of
 * PutRecordBatch without a transform: prints rates, memory and the bars.
 */
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
    ...ministack(),
    "memory when idle (MB)": { measured: megabytes(idleBytes) },
    "memory at its peak, more than idle (MB)": { measured: megabytes(peakBytes - idleBytes), bar: "< 300" },
  });
}

function ministack() {
  if (spawnSync("python3", ["-c", "import ministack, boto3"]).status !== 0) {
    console.log("ministack is left out: python3 needs `pip install ministack==1.5.33 boto3`");
    return {};
  }
  const lines = makeTraffic(peerRecords, peerRecords).flatMap(({ Records }) =>
    Records.map(({ kinesis }) => kinesis.data),
  );
  const output = execFileSync("python3", [join(__dirname, "with-ministack.py")], {
    input: lines.join("\n"),
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { recordsPerSecond, objects }: { recordsPerSecond: number; objects: number } = JSON.parse(output);
  return {
    "ministack, without a transform (records/s)": { measured: recordsPerSecond.toFixed(0) },
    [`ministack's objects of ${peerRecords} records`]: { measured: objects },
  };
}
