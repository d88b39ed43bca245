import { measureMemory } from "./memory";
import { measureReads } from "./reads";

/** Measures the local CloudWatch: the memory of an hour of metrics, and reads of them; prints the bars. */
export async function run(): Promise<void> {
  console.table(measureMemory());
  console.table(await measureReads());
}
