import { readInput } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkChanges, checkEncryptionType, encryptionShape, keptPeriods } from "./encryption-input";
import { findActiveStream } from "./stream-input";

/** Ends encryption for what arrives once the stream is ACTIVE again; what is encrypted stays so. */
export function stopStreamEncryption(kinesis: Kinesis, input: unknown): void {
  const { EncryptionType, ...named } = readInput(encryptionShape, input);
  const stream = findActiveStream(kinesis, named);
  checkEncryptionType(EncryptionType);
  const periods = keptPeriods(stream);
  // A period that ends where the next begins was ended by another key.
  const stops = periods.flatMap(({ untilMs }, at) => (untilMs === periods[at + 1]?.fromMs ? [] : (untilMs ?? [])));
  checkChanges(kinesis, stream, stops);
  stream.update(() => {
    const nowMs = kinesis.clock.now();
    const encryption = periods.map((period) => ({ ...period, untilMs: period.untilMs ?? nowMs }));
    return { properties: { encryption } };
  });
}
