import { AwsError } from "../../aws-error";
import { oneOf, structure, text } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { streamRateExceeded } from "../rate-exceeded";
import { ofLastDay } from "../rolling-day";
import type { Stream } from "../stream";
import type { EncryptionPeriod } from "../stream-properties";
import { streamMembers } from "./stream-input";

/** Of each of the two operations, on one stream, in a rolling day. */
const maxChanges = 25;

/** The input of both operations that change encryption. */
export const encryptionShape = structure(
  { EncryptionType: oneOf(["NONE", "KMS"]), KeyId: text({ min: 1, max: 2_048 }) },
  streamMembers,
);

/** @throws AwsError `InvalidArgumentException` for anything but KMS, which the shape would let through */
export function checkEncryptionType(type: "NONE" | "KMS"): void {
  if (type === "KMS") return;
  throw new AwsError(
    "InvalidArgumentException",
    `Encryption type ${type} is not supported. The only valid value is KMS.`,
  );
}

/** The periods that can still matter: what has ended before the oldest record is forgotten. */
export function keptPeriods(stream: Stream): readonly EncryptionPeriod[] {
  return stream.properties.encryption.filter(({ untilMs = Infinity }) => untilMs >= stream.trimHorizonMs);
}

/**
 * @param changesMs when the operation was carried out, milliseconds since the epoch
 * @throws AwsError `LimitExceededException` after 25 in a rolling day
 */
export function checkChanges(kinesis: Kinesis, stream: Stream, changesMs: readonly number[]): void {
  const recent = ofLastDay(changesMs, kinesis.clock.now());
  if (kinesis.limits && recent.length >= maxChanges) throw streamRateExceeded(kinesis, stream.name);
}
