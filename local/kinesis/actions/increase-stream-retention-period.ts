import { AwsError } from "../../aws-error";
import { readInput } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkRetentionHours, retentionShape } from "./retention-period";
import { findActiveStream } from "./stream-input";

/** Keeps records longer; what has expired stays so. */
export function increaseStreamRetentionPeriod(kinesis: Kinesis, input: unknown): void {
  const { RetentionPeriodHours: hours, ...named } = readInput(retentionShape, input);
  const stream = findActiveStream(kinesis, named);
  checkRetentionHours(hours);
  if (hours < stream.properties.retentionHours) {
    throw new AwsError(
      "InvalidArgumentException",
      `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention ` +
        `period (${stream.properties.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
    );
  }
  stream.update(() => ({ properties: { retentionHours: hours } }));
}
