import { measureEndurance } from "./endurance";
import { measureRates } from "./rates";
import { measureStreams } from "./streams";

/** Measures the local Kinesis, limits off, beside its peers: prints rates, latencies, memory and the bars. */
export async function run(): Promise<void> {
  console.table(await measureRates());
  console.table(await measureStreams());
  console.table(await measureEndurance());
}
