import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFlinkRuntime } from "../../local/flink/flink-runtime";
import { measureStart } from "./start";
import { measureState } from "./state";
import { measureThroughput } from "./throughput";

/** Measures the aggregates' job as `weir up` runs it, from a local stream: its start, its throughput, its memory, its state. */
export async function run(): Promise<void> {
  const runtime = findFlinkRuntime(process.env);
  if ("missing" in runtime) throw new Error(`flink can't be measured: ${runtime.missing}`);
  await inFolder(async (folder) => console.table(await measureStart(runtime, folder)));
  await inFolder(async (folder) => console.table(await measureThroughput(runtime, folder)));
  await inFolder(async (folder) => console.table(await measureState(runtime, folder)));
}

async function inFolder(measure: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-flink-"));
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
