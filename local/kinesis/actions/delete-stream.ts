import { AwsError } from "../../aws-error";
import { flag, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findStream, streamMembers } from "./stream-input";

const shape = structure({}, { ...streamMembers, EnforceConsumerDeletion: flag });

/** Removes a stream with its records. @throws AwsError `ResourceInUseException` while it has consumers, unless enforced */
export function deleteStream(kinesis: Kinesis, input: unknown): void {
  const { EnforceConsumerDeletion = false, ...named } = readInput(shape, input);
  const stream = findStream(kinesis, named);
  if (stream.properties.consumers.size > 0 && !EnforceConsumerDeletion) {
    throw new AwsError(
      "ResourceInUseException",
      `Stream ${stream.name} under account ${kinesis.accountId} has consumers registered. ` +
        "Deregister them, or set EnforceConsumerDeletion.",
    );
  }
  kinesis.deleteStream(stream);
}
