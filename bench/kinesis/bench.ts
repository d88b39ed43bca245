import { measureEndurance } from "./endurance";
import { measureFanOut } from "./fan-out";
import { measureFsync } from "./fsync";
import { measureMappingLatency, measureMappingRates } from "./mapping";
import { measureMemory } from "./memory";
import { measureRates } from "./rates";
import { measureStreams } from "./streams";
import { measureWire } from "./wire";

/**
 * Measures the local Kinesis and what hangs on it, limits off, beside its peers: prints rates, latencies, memory and the
 * bars.
 */
export async function run(): Promise<void> {
  console.table(await measureRates());
  console.table(await wireRows());
  console.table(await latencyRows());
  console.table(await mappingRows());
  console.table(measureMemory());
  console.table(await measureFsync());
  console.table(await measureStreams());
  console.table(await measureEndurance());
}

async function wireRows() {
  const { bare, weir, share } = await measureWire();
  return {
    "PutRecords by prepared requests (records/s)": { measured: weir.toFixed(0) },
    "a bare Node server that parses them (records/s)": { measured: bare.toFixed(0) },
    "the one as a part of the other": { measured: share.toFixed(2), bar: "≥ 0.40" },
  };
}

async function latencyRows() {
  const fanOut = await measureFanOut();
  const mapping = await measureMappingLatency();
  return {
    "PutRecords to SubscribeToShard's event, 1,000 records/s": { ...shown(fanOut), bar: "p99 ≤ 15" },
    "PutRecord to the function's start, by a mapping": { ...shown(mapping), bar: "p50 ≤ 20, p99 ≤ 60" },
  };
}

function shown({ p50Ms, p99Ms }: { readonly p50Ms: number; readonly p99Ms: number }) {
  return { "p50 (ms)": p50Ms.toFixed(1), "p99 (ms)": p99Ms.toFixed(1) };
}

async function mappingRows() {
  const { weir, ministack } = await measureMappingRates();
  const measured = { "10,000 records by a mapping to an empty function (records/s)": { measured: weir.toFixed(0) } };
  if (ministack === undefined) return measured;
  return {
    ...measured,
    "ministack 1.5 (records/s)": { measured: ministack.toFixed(0) },
    "the one : the other": { measured: (weir / ministack).toFixed(1), bar: "≥ 10" },
  };
}
