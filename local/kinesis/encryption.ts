import type { EncryptionPeriod, StreamProperties } from "./stream-properties";

/** The period whose key encrypts what arrives at `timeMs`, if any does. */
export function encryptionAt(
  { encryption }: Pick<StreamProperties, "encryption">,
  timeMs: number,
): EncryptionPeriod | undefined {
  return encryption.findLast(({ fromMs, untilMs = Infinity }) => fromMs <= timeMs && timeMs < untilMs);
}

/** What AWS says of a record that arrives at `timeMs`: it does not mention that one is not encrypted. */
export function encryptionTypeAt(properties: Pick<StreamProperties, "encryption">, timeMs: number): "KMS" | undefined {
  return encryptionAt(properties, timeMs) && "KMS";
}
