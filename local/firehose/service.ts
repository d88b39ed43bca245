import { jsonCodec } from "../server/json-codec";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { createDeliveryStream } from "./actions/create-delivery-stream";
import { deleteDeliveryStream } from "./actions/delete-delivery-stream";
import { describeDeliveryStream } from "./actions/describe-delivery-stream";
import { listDeliveryStreams } from "./actions/list-delivery-streams";
import { listTagsForDeliveryStream } from "./actions/list-tags-for-delivery-stream";
import { putRecord } from "./actions/put-record";
import { putRecordBatch } from "./actions/put-record-batch";
import { startDeliveryStreamEncryption } from "./actions/start-delivery-stream-encryption";
import { stopDeliveryStreamEncryption } from "./actions/stop-delivery-stream-encryption";
import { tagDeliveryStream } from "./actions/tag-delivery-stream";
import { untagDeliveryStream } from "./actions/untag-delivery-stream";
import { updateDestination } from "./actions/update-destination";
import type { Firehose } from "./firehose";

/** The service's operations by AWS's names. */
const operations: Readonly<Record<string, (firehose: Firehose, input: unknown) => unknown>> = {
  CreateDeliveryStream: createDeliveryStream,
  DeleteDeliveryStream: deleteDeliveryStream,
  DescribeDeliveryStream: describeDeliveryStream,
  ListDeliveryStreams: listDeliveryStreams,
  ListTagsForDeliveryStream: listTagsForDeliveryStream,
  PutRecord: putRecord,
  PutRecordBatch: putRecordBatch,
  StartDeliveryStreamEncryption: startDeliveryStreamEncryption,
  StopDeliveryStreamEncryption: stopDeliveryStreamEncryption,
  TagDeliveryStream: tagDeliveryStream,
  UntagDeliveryStream: untagDeliveryStream,
  UpdateDestination: updateDestination,
};

/** Puts the delivery streams behind the endpoint. */
export function firehoseService(firehose: Firehose): Service {
  const actions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => operation(firehose, input),
  ]);
  return targetService({
    name: "firehose",
    targetPrefix: "Firehose_20150804",
    codecs: [jsonCodec("application/x-amz-json-1.1")],
    actions: Object.fromEntries(actions),
  });
}
