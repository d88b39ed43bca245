import { blob } from "../../server/blob-shape";
import { structure } from "../../server/input-shape";
import { invalidArgument } from "../configuration/invalid-argument";
import type { Firehose } from "../firehose";
import type { FirehoseStream } from "../firehose-stream";

/** A record as producers send it. */
export const record = structure({ Data: blob({ maxBytes: 1_024_000 }) }, {});

/**
 * Finds a delivery stream that producers may put to.
 * @throws AwsError `ResourceNotFoundException` for one that is not active, `InvalidArgumentException` for one that
 *   reads a Kinesis stream
 */
export function findDirectPutStream(firehose: Firehose, name: string): FirehoseStream {
  const stream = firehose.deliveryStream(name);
  if (stream.status !== "ACTIVE") throw firehose.notFound(name);
  if (stream.source.kind === "DirectPut") return stream;
  throw invalidArgument("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
}
