import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "../clock";
import { startEndpoint } from "../server/endpoint";
import { base64, kinesisWith } from "./kinesis-fixture";
import { KinesisStorage } from "./log/kinesis-storage";
import { kinesisService } from "./service";

const folder = mkdtempSync(join(tmpdir(), "weir-kinesis-service-"));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(["PutRecord", "PutRecords"])(
  "answers %s no sooner than its records are safe, nor when they can't be",
  async (operation) => {
    const onError = (error: unknown) => {
      throw error;
    };
    const clock = new VirtualClock();
    const place = join(folder, operation);
    const storage = new KinesisStorage({ folder: place, keeps: true, fsync: "always", clock, onError });
    const { kinesis } = kinesisWith({}, { storage });
    const account = { accountId: kinesis.accountId, region: kinesis.region };
    const errors: string[] = [];
    const logError = (line: string) => errors.push(line);
    const endpoint = await startEndpoint({ ...account, port: 0, services: [kinesisService(kinesis)], logError });
    const record = { Data: base64("text"), PartitionKey: "key" };
    const body = JSON.stringify({ StreamName: "events", ...record, Records: [record] });
    const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `Kinesis_20131202.${operation}` };
    const status = async () => (await fetch(endpoint.url, { method: "POST", headers, body })).status;
    try {
      expect(await status()).toBe(200);
      // The file is open and takes the record; by this name nobody finds it to bring it to the disk.
      const file = join(place, "events", "shardId-000000000000", "0.log");
      rmSync(file);
      symlinkSync("0.log", file);
      expect(await status()).toBe(500);
      expect(errors).toEqual([expect.stringContaining("records could not be brought to the disk: Error: ELOOP")]);
    } finally {
      await endpoint.close();
    }
  },
);
