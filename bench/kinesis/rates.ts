import { CreateStreamCommand, DeleteStreamCommand } from "@aws-sdk/client-kinesis";
import { median } from "../median";
import { clientOf, type Transport } from "./clients";
import { type Server, startBare, startKinesalite, startWeir } from "./server";
import { putUntil, readBack, type Score } from "./traffic";

const rounds = 5;

/** Records a second. */
interface Rates {
  readonly put: number;
  readonly get: number;
}

/** Measures PutRecords and GetRecords by the JavaScript SDK beside kinesalite, in turns: rows for a table. */
export async function measureRates() {
  const weir = await startWeir();
  const kinesalite = await startKinesalite();
  const bare = await startBare("http2");
  const byDefault: Rates[] = [];
  const byHttp1: Rates[] = [];
  const peer: Rates[] = [];
  const ceiling: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      byDefault.push(await ratesOf(weir, "HTTP/2, the SDK's default", 200_000));
      ceiling.push(await ceilingOf(bare, 200_000));
      byHttp1.push(await ratesOf(weir, "HTTP/1.1", 200_000));
      if (kinesalite) peer.push(await ratesOf(kinesalite, "HTTP/1.1", 40_000));
    }
  } finally {
    await weir.stop();
    await kinesalite?.stop();
    await bare.stop();
  }
  return {
    "PutRecords, HTTP/2, of a server that only parses and answers (records/s)": {
      measured: median(ceiling).toFixed(0),
    },
    ...rows("PutRecords", "put", byDefault, byHttp1, peer, 6),
    ...rows("GetRecords", "get", byDefault, byHttp1, peer, 5),
  };
}

function rows(
  operation: string,
  rate: keyof Rates,
  byDefault: readonly Rates[],
  byHttp1: readonly Rates[],
  peer: readonly Rates[],
  bar: number,
) {
  const middle = (rates: readonly Rates[]) => median(rates.map((round) => round[rate]));
  const measured = {
    [`${operation}, the SDK's default HTTP/2 (records/s)`]: { measured: middle(byDefault).toFixed(0) },
    [`${operation}, HTTP/1.1 (records/s)`]: { measured: middle(byHttp1).toFixed(0) },
  };
  if (peer.length === 0) return measured;
  // Within a round both saw the same machine.
  const times = (rates: readonly Rates[]) =>
    median(rates.map((round, at) => round[rate] / (peer[at]?.[rate] ?? Number.NaN)));
  return {
    ...measured,
    [`${operation}, kinesalite (records/s)`]: { measured: middle(peer).toFixed(0) },
    [`${operation}, HTTP/2 : kinesalite`]: { measured: times(byDefault).toFixed(1), bar: `≥ ${bar}` },
    [`${operation}, HTTP/1.1 : kinesalite`]: { measured: times(byHttp1).toFixed(1), bar: `≥ ${bar}` },
  };
}

async function ratesOf({ url }: Server, transport: Transport, records: number): Promise<Rates> {
  const client = clientOf(url, transport);
  const StreamName = "bench";
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 4 }));
  const put = await putUntil(client, StreamName, (sent) => sent >= records);
  const get = await readBack(client, StreamName, put.acknowledged);
  await client.send(new DeleteStreamCommand({ StreamName }));
  client.destroy();
  return { put: perSecond(put), get: perSecond(get) };
}

/** What the SDK's own work leaves of PutRecords over HTTP/2, whoever answers. */
async function ceilingOf({ url }: Server, records: number): Promise<number> {
  const client = clientOf(url, "HTTP/2, the SDK's default");
  const put = await putUntil(client, "bench", (sent) => sent >= records);
  client.destroy();
  return perSecond(put);
}

function perSecond({ records, seconds }: Score): number {
  return records / seconds;
}
