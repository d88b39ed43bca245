import { AwsError } from "../../aws-error";
import { readInput } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkRetentionHours, retentionShape } from "./retention-period";
import { findActiveStream } from "./stream-input";

/** Keeps records less long; what is older goes at once. */
export function decreaseStreamRetentionPeriod(kinesis: Kinesis, input: unknown): void {
  const { RetentionPeriodHours: hours, ...named } = readInput(retentionShape, input);
  const stream = findActiveStream(kinesis, named);
  checkRetentionHours(hours);
  if (hours > stream.properties.retentionHours) {
    throw new AwsError(
      "InvalidArgumentException",
      `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention ` +
        `period (${stream.properties.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
    );
  }
  stream.update(() => ({ properties: { retentionHours: hours } }));
}
