import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { cbor, tag } from "@smithy/core/cbor";
import { startEndpoint } from "../../local/server/endpoint";
import { median } from "../median";
import { anHour, dimensionsOf, metricName } from "./an-hour";

const rounds = 21;
const region = "eu-west-1";

/** Measures GetMetricData of 500 series over an hour, by prepared requests and by the SDK: rows for a table. */
export async function measureReads() {
  const { clock, cloudwatch, startMs, fill } = anHour(4);
  await fill();
  const endpoint = await startEndpoint({
    port: 0,
    services: [cloudwatch.service],
    ...{ accountId: "000000000000", region },
  });
  const client = new CloudWatchClient({
    ...{ endpoint: endpoint.url, region, credentials: { accessKeyId: "any", secretAccessKey: "any" } },
  });
  const range = { StartTime: new Date(startMs), EndTime: new Date(clock.now()) };
  try {
    const rows: Record<string, object> = {};
    for (const stat of ["Average", "p90"]) {
      const MetricDataQueries = queriesOf(stat);
      const bySdk = await medianMs(() => client.send(new GetMetricDataCommand({ MetricDataQueries, ...range })));
      const body = cbor.serialize({ MetricDataQueries, StartTime: epoch(startMs), EndTime: epoch(clock.now()) });
      const byRequest = await medianMs(() => post(endpoint.url, body));
      const what = `GetMetricData of 500 series over an hour, ${stat}`;
      rows[`${what} (ms)`] = { measured: byRequest.toFixed(1), bar: "< 50" };
      rows[`${what}, with the SDK's own time (ms)`] = { measured: bySdk.toFixed(1) };
    }
    return rows;
  } finally {
    client.destroy();
    await endpoint.close();
    cloudwatch.close();
  }
}

/** A time, as CBOR has it. */
function epoch(ms: number) {
  return tag({ tag: 1, value: ms / 1_000 });
}

function queriesOf(Stat: string) {
  return Array.from({ length: 500 }, (_, index) => {
    const Dimensions = Object.entries(dimensionsOf(index)).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: "AWS/Kinesis", MetricName: metricName, Dimensions };
    return { Id: `m${index}`, MetricStat: { Metric, Period: 60, Stat } };
  });
}

/** Sends a request as the SDK does, and waits for the whole answer. */
async function post(url: string, body: Uint8Array): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=any/20261122/${region}/monitoring/aws4_request, Signature=any`;
  const response = await fetch(`${url}/service/GraniteServiceVersion20100801/operation/GetMetricData`, {
    method: "POST",
    headers: { authorization, "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
    body,
  });
  const answer = await response.arrayBuffer();
  if (!response.ok) throw new Error(`GetMetricData answered ${response.status}: ${Buffer.from(answer)}`);
}

async function medianMs(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const beginMs = performance.now();
    await call();
    times.push(performance.now() - beginMs);
  }
  return median(times);
}
