import { readInput } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkChanges, checkEncryptionType, encryptionShape, keptPeriods } from "./encryption-input";
import { findActiveStream } from "./stream-input";

/** Encrypts what arrives once the stream is ACTIVE again, or gives it another key. Any key will do. */
export function startStreamEncryption(kinesis: Kinesis, input: unknown): void {
  const { EncryptionType, KeyId: keyId, ...named } = readInput(encryptionShape, input);
  const stream = findActiveStream(kinesis, named);
  checkEncryptionType(EncryptionType);
  const periods = keptPeriods(stream);
  checkChanges(
    kinesis,
    stream,
    periods.map(({ fromMs }) => fromMs),
  );
  stream.update(() => {
    const fromMs = kinesis.clock.now();
    const before = periods.map((period) => ({ ...period, untilMs: period.untilMs ?? fromMs }));
    return { properties: { encryption: [...before, { keyId, fromMs }] } };
  });
}
