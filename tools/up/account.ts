import { DynamoDBClient, paginateScan, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { type QuarantinedRecord, quarantinePrefix } from "../../functions/shared/processor/contract";
import type { AnalyticsCounts, LocalCounts } from "../../local";
import type { AcknowledgedEvents } from "./acknowledged-events";
import type { DeliveryAccount } from "./delivery-account";

/**
 * Where every acknowledged record of a producer went. A record that two mappings read counts once for each, since each owes it
 * an outcome of its own; everything but `seconds` is a number of records or items.
 */
export interface Account {
  readonly sent: number;
  readonly processed: number;
  readonly quarantined: number;
  readonly failedDestination: number;
  readonly filtered: number;
  readonly expired: number;
  readonly stillReadable: number;
  readonly tableItems: number;
  readonly lost: number;
  readonly seconds: number;
  /** Records that delivery streams brought to their destinations; absent in an environment without deliveries. */
  readonly delivered?: number;
  /** Where the others are that delivery streams took. */
  readonly delivery?: Omit<DeliveryAccount, "delivered">;
  /** What the analytics made of the records; absent where no job of theirs could run. */
  readonly analytics?: AnalyticsAccount;
}

/** What the jobs of analytics wrote in this run; what one did again after a restart counts again. */
export interface AnalyticsAccount {
  /** Results: one for each window of a group. */
  readonly windows: number;
  /** Events that came after their window's result. */
  readonly late: number;
  /** Events that no window can take. */
  readonly rejected: number;
  /** Results that a processor or a delivery gave up, and that no destination has. */
  readonly lost: number;
  /** Why jobs did not run to the end: one text for each that did not. */
  readonly failures: readonly string[];
}

/** What the account is drawn up from. */
export interface Books {
  readonly counts: LocalCounts;
  /** Records in quarantine, each counted once however often it was sent there. */
  readonly quarantined: number;
  readonly tableItems: number;
  /** Acknowledged events of the generated traffic that are in no table and not in quarantine. */
  readonly missing: number;
  readonly seconds: number;
  /** Absent in an environment without deliveries. */
  readonly deliveries?: DeliveryAccount | undefined;
  /** Absent where no job could run. */
  readonly analytics?: AnalyticsCounts | undefined;
}

/**
 * Draws up the account. The mapping's word that a record was processed is not taken for it: generated events that are
 * nowhere to be found, beyond those that no function acknowledged or was to be given, are taken off and so show as lost.
 */
export function drawUp({ counts, quarantined, tableItems, missing, seconds, deliveries, analytics }: Books): Account {
  const { sent, failedDestination, filtered, expired, stillReadable } = counts;
  const swallowed = Math.max(0, missing - (sent - counts.processed) - counts.skipped);
  const processed = counts.processed - quarantined - swallowed;
  const lost = sent - processed - quarantined - failedDestination - filtered - expired - stillReadable;
  return {
    ...{ sent, processed, quarantined, failedDestination, filtered, expired, stillReadable },
    ...{ tableItems, lost, seconds },
    ...(deliveries && deliveryFields(deliveries)),
    ...(analytics && { analytics: analyticsAccount(analytics) }),
  };
}

function deliveryFields({ delivered, ...delivery }: DeliveryAccount): Pick<Account, "delivered" | "delivery"> {
  return { delivered, delivery };
}

function analyticsAccount({ windows, late, rejected, lost, failures }: AnalyticsCounts): AnalyticsAccount {
  return { windows, late, rejected, lost, failures };
}

/** Whether a record is nowhere to be found. */
export function isAnyLost({ lost, delivery, analytics }: Account): boolean {
  return lost !== 0 || (delivery?.lost ?? 0) !== 0 || (analytics?.lost ?? 0) !== 0;
}

/** Clients of the local endpoint: any credentials do. */
export function localClients(endpoint: string, region: string): { s3: S3Client; dynamodb: DynamoDBClient } {
  const settings = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  return { s3: new S3Client({ ...settings, forcePathStyle: true }), dynamodb: new DynamoDBClient(settings) };
}

/**
 * Reads the quarantine objects that a run has written.
 * @param sinceMs when it began; a record in them may be older, where an earlier run kept its stream
 * @param ofResults the processors of what analytics wrote: no producer sent what they put there
 * @returns how many distinct stream records they hold
 */
export async function readQuarantine(
  s3: S3Client,
  bucket: string,
  sinceMs: number,
  ofResults: ReadonlySet<string>,
  events: AcknowledgedEvents,
): Promise<number> {
  const records = new Set<string>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: quarantinePrefix })) {
    for (const { Key, LastModified } of page.Contents ?? []) {
      if (LastModified === undefined || LastModified.getTime() < sinceMs) continue;
      const [, processor = ""] = Key?.split("/") ?? [];
      if (ofResults.has(processor)) continue;
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      for (const line of ((await object.Body?.transformToString()) ?? "").split("\n")) {
        if (line === "") continue;
        const record = JSON.parse(line) as QuarantinedRecord;
        records.add(`${processor} ${record.shardId} ${record.sequenceNumber}`);
        events.see(eventIdIn(record.data));
      }
    }
  }
  return records.size;
}

/** Reads every item's event id from a table; returns how many items there are, none where the table is gone. */
export async function readTable(dynamodb: DynamoDBClient, table: string, events: AcknowledgedEvents): Promise<number> {
  let items = 0;
  const query = { TableName: table, ProjectionExpression: "event_id" };
  try {
    for await (const page of paginateScan({ client: dynamodb }, query)) {
      items += page.Count ?? 0;
      for (const item of page.Items ?? []) events.see(item["event_id"]?.S);
    }
  } catch (error) {
    // Somebody deleted it while it ran: of all times, the account must then say where the records are.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return items;
}

/** The id of a generated event; a record that is in quarantine for not being JSON has none. */
function eventIdIn(data: string): string | undefined {
  return /"event_id":"([^"]*)"/.exec(Buffer.from(data, "base64").toString())?.[1];
}
