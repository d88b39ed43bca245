import type { Clock } from "../clock";
import { putRecordBatch } from "../firehose/actions/put-record-batch";
import type { Firehose } from "../firehose/firehose";
import { putRecords } from "../kinesis/actions/put-records";
import type { Kinesis } from "../kinesis/kinesis";
import type { Random } from "../random";
import type { Fault } from "./fault";

/** Where the traffic goes. */
export interface TrafficFaultsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly kinesis: Kinesis;
  readonly firehose: Firehose;
  /** Tells the person why no more comes. */
  readonly notice: (line: string) => void;
}

const everyMs = 1_000;

/**
 * Begins the traffic of a fault that is one: records that nobody can make sense of, or producers that take up a share of
 * the capacity; nothing for any other. The returned function ends it.
 */
export function beginTraffic(fault: Fault, options: TrafficFaultsOptions): () => void {
  const send = sender(fault, options);
  if (!send) return () => undefined;
  const { clock, notice } = options;
  const tick = () => {
    try {
      send();
      cancel = clock.schedule(tick, everyMs);
    } catch (error) {
      notice(`${fault.kind} of ${fault.target} has ended: ${error}`);
    }
  };
  let cancel = clock.schedule(tick, 0);
  return () => cancel();
}

/** What is done each second. */
function sender({ kind, target, share = 0, perSecond = 0 }: Fault, options: TrafficFaultsOptions) {
  const { kinesis, firehose, random } = options;
  const isStream = target.startsWith("stream/");
  const name = target.slice(target.indexOf("/") + 1);
  if (kind === "flood") {
    return isStream ? () => kinesis.stream(name).flood(share) : () => firehose.deliveryStream(name).flood(share);
  }
  if (kind !== "poison") return undefined;
  // Fewer than one a second come at their time.
  let due = 0;
  return () => {
    due += perSecond;
    const records = Array.from({ length: Math.floor(due) }, () => poison(random));
    due -= records.length;
    if (records.length === 0) return;
    if (isStream) putRecords(kinesis, { StreamName: name, Records: records });
    else putRecordBatch(firehose, { DeliveryStreamName: name, Records: records.map(({ Data }) => ({ Data })) });
  };
}

/** Begins like an event and breaks off: JSON for nobody. */
function poison(random: Random) {
  const PartitionKey = random.uuid();
  return { PartitionKey, Data: Buffer.from(`{"event_id":"${PartitionKey}","user_id":`).toString("base64") };
}
