import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttributeValue, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { type LocalAws, type LocalOptions, startLocal } from "../local";
import { until } from "./until";

/** A running environment with real clients, for a test. */
export interface LocalPlatform {
  readonly local: LocalAws;
  readonly kinesis: KinesisClient;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  /** The folder of the buckets. */
  readonly s3Dir: string;
  /** What the host told a person. */
  readonly notices: readonly string[];
  /** Resolves when no record is left that a mapping has yet to finish. */
  drained(): Promise<void>;
  /** Every item of a table. */
  items(table: string): Promise<Record<string, AttributeValue>[]>;
  /** The text of every object below a prefix, by key. */
  objects(bucket: string, prefix: string): Promise<Map<string, string>>;
  stop(): Promise<void>;
}

/** Starts an environment out of a synthesized folder, in a data folder of the test's own. */
export async function startPlatform(
  options: Pick<LocalOptions, "outDir" | "environment" | "clock">,
): Promise<LocalPlatform> {
  const dataDir = mkdtempSync(join(tmpdir(), "weir-data-"));
  const notices: string[] = [];
  const notice = (line: string) => notices.push(line);
  const local = await startLocal({ ...options, dataDir, keep: false, port: 0, notice });
  const settings = {
    endpoint: local.url,
    region: local.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const kinesis = new KinesisClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  return {
    ...{ local, kinesis, dynamodb, s3, notices },
    s3Dir: join(dataDir, "s3"),
    drained: () => until(() => local.counts().pending === 0),
    async items(table) {
      const items: Record<string, AttributeValue>[] = [];
      for await (const page of paginateScan({ client: dynamodb }, { TableName: table }))
        items.push(...(page.Items ?? []));
      return items;
    },
    async objects(bucket, prefix) {
      const objects = new Map<string, string>();
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key = "" } of page.Contents ?? []) {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
          objects.set(Key, (await Body?.transformToString()) ?? "");
        }
      }
      return objects;
    },
    async stop() {
      for (const client of [kinesis, dynamodb, s3]) client.destroy();
      await local.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
