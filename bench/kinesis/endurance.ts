import { readFileSync } from "node:fs";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { clientOf } from "./clients";
import { startWeir } from "./server";
import { putUntil, readBack } from "./traffic";

/** Set `WEIR_BENCH_MINUTES=5` to see that nothing decays. */
const minutes = Number(process.env["WEIR_BENCH_MINUTES"] ?? 1);
const windowMs = 10_000;

/** Puts for minutes on end, and reads all of it back: whether the rate falls as the stream fills. */
export async function measureEndurance() {
  const server = await startWeir();
  const client = clientOf(server.url, "HTTP/1.1");
  const StreamName = "bench";
  try {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 4 }));
    const started = performance.now();
    const batches: number[] = [];
    const put = await putUntil(
      client,
      StreamName,
      () => performance.now() - started >= minutes * 60_000,
      () => {
        const window = Math.floor((performance.now() - started) / windowMs);
        batches[window] = (batches[window] ?? 0) + 1;
      },
    );
    const residentMb = residentBytes(server.pid) / 2 ** 20;
    const get = await readBack(client, StreamName, put.acknowledged);
    return {
      [`PutRecords over ${minutes} min (records/s)`]: { measured: (put.records / put.seconds).toFixed(0) },
      "its last 10 s : its second 10 s": { measured: lastToSecond(batches).toFixed(2), bar: "no decay" },
      "records put, and read back in order and once": { measured: get.records },
      "the server's resident memory after it (MB)": { measured: residentMb.toFixed(0), bar: "< 400" },
    };
  } finally {
    client.destroy();
    await server.stop();
  }
}

/** The first window pays for the compiling, and the one that the end cuts short counts for nothing. */
function lastToSecond(batches: readonly number[]): number {
  const whole = batches.slice(0, minutes * (60_000 / windowMs));
  return (whole.at(-1) ?? Number.NaN) / (whole[1] ?? Number.NaN);
}

/** Linux alone tells this of another process without a program to ask. */
function residentBytes(pid: number): number {
  const [, pages = "NaN"] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
  return Number(pages) * 4_096;
}
