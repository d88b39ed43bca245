import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createDynamoDb, type DynamoDb } from "./dynamodb";

export const accountId = "000000000000";
export const region = "ap-northeast-1";

/** DynamoDB in memory, behind an endpoint, with a real client. */
export interface DynamoDbFixture {
  readonly clock: VirtualClock;
  readonly dynamodb: DynamoDb;
  readonly endpoint: Endpoint;
  /** Tries every request once. */
  readonly client: DynamoDBClient;
  /** What the endpoint told a person. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

/** Starts a DynamoDB without tables. */
export async function startDynamoDb(): Promise<DynamoDbFixture> {
  const clock = new VirtualClock();
  const failures: string[] = [];
  const dynamodb = createDynamoDb({ accountId, region, clock, metrics: noMetrics });
  const logError = (line: string) => failures.push(line);
  const endpoint = await startEndpoint({ port: 0, services: [dynamodb.service], accountId, region, logError });
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new DynamoDBClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
  return {
    ...{ clock, dynamodb, endpoint, client, failures },
    async stop() {
      client.destroy();
      await endpoint.close();
      await dynamodb.close();
    },
  };
}
