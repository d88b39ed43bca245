import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { loadEnvironment } from "../environments";
import { type LocalAws, startLocal } from "../local";
import { namesOf } from "../names";
import { type Synthesized, synthesize } from "./synthesize";
import { until } from "./until";

const names = namesOf(loadEnvironment("dev"));
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

describe("an environment that is kept", () => {
  let synthesized: Synthesized;
  let dataDir: string;
  let local: LocalAws;

  const start = async (port = 0) => {
    const settings = { outDir: synthesized.outDir, environment: "dev", dataDir, keep: true, port };
    local = await startLocal({ ...settings, notice: () => undefined });
  };
  const put = async (from: number, count: number) => {
    const client = new KinesisClient({ endpoint: local.url, region: local.region, credentials });
    const Records = Array.from({ length: count }, (_, position) => ({
      PartitionKey: String(position),
      Data: Buffer.from(JSON.stringify({ event_id: `e-${from + position}`, user_id: "u", event_type: "click" })),
    }));
    await client.send(new PutRecordsCommand({ StreamName: names.stream("data-stream").name, Records }));
    client.destroy();
  };
  const settled = () => until(() => local.counts().pending === 0 && local.deliveries().unread === 0);

  beforeAll(() => {
    synthesized = synthesize();
    dataDir = mkdtempSync(join(tmpdir(), "weir-restart-"));
  }, 60_000);
  afterAll(() => {
    synthesized.remove();
    rmSync(dataDir, { recursive: true });
  });

  it("goes on after a restart where its mappings and delivery streams were", async () => {
    await start();
    await put(0, 50);
    await settled();
    await local.close();
    await start();
    expect(local.counts()).toMatchObject({ sent: 0, processed: 0, stillReadable: 0 });
    await put(50, 10);
    await settled();
    expect(local.counts()).toMatchObject({ sent: 10, processed: 10, stillReadable: 0 });
    await local.deliverAll();
    expect(local.deliveries()).toMatchObject({ received: 10, delivered: 10, lost: 0 });
    expect(await local.countItems(names.table("processed-data").name)).toBe(60);
    await local.close();
  });

  it("goes on where they were, too, after a run that could not start", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const { port } = listener.address() as AddressInfo;
    await expect(start(port)).rejects.toThrow("is taken");
    listener.close();
    await start();
    expect(local.counts()).toMatchObject({ sent: 0, processed: 0, stillReadable: 0 });
    expect(local.deliveries()).toMatchObject({ unread: 0 });
    await local.close();
  });

  it("begins at LATEST with a delivery stream that was deleted in the run before", async () => {
    await start();
    const client = new FirehoseClient({ endpoint: local.url, region: local.region, credentials });
    const DeliveryStreamName = names.deliveryStream("delivery-stream").name;
    await client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    client.destroy();
    await put(60, 10);
    await settled();
    await local.close();
    await start();
    await put(70, 5);
    await settled();
    await local.deliverAll();
    expect(local.deliveries()).toMatchObject({ received: 5, delivered: 5 });
    await local.close();
  });

  it("does not start on positions that it can't read, and says how to go on", async () => {
    const path = join(dataDir, "positions.json");
    writeFileSync(path, "{ nonsense");
    await expect(start()).rejects.toThrow(`${path} does not hold the positions of readers: delete it`);
  });
});
