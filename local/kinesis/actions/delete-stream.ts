import { AwsError } from "../../aws-error";
import { flag, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findActiveStream, streamMembers } from "./stream-input";

const shape = structure({}, { ...streamMembers, EnforceConsumerDeletion: flag });

/**
 * Removes a stream with its records.
 * @throws AwsError `ResourceInUseException` while it is not ACTIVE, or has consumers and their deletion is not enforced
 */
export function deleteStream(kinesis: Kinesis, input: unknown): void {
  const { EnforceConsumerDeletion = false, ...named } = readInput(shape, input);
  const stream = findActiveStream(kinesis, named);
  if (stream.consumers.size > 0 && !EnforceConsumerDeletion) {
    throw new AwsError(
      "ResourceInUseException",
      `DeleteStream can't delete ${kinesis.accountId}:${stream.name} because there are consumers associated with this ` +
        `data stream. To delete ${stream.name} anyway, set the EnforceConsumerDeletion parameter to true to force the ` +
        "deletion of all the consumers that are associated with it.",
    );
  }
  kinesis.deleteStream(stream);
}
