import { cbor, tag, tagSymbol } from "@smithy/core/cbor";
import { AwsError } from "../aws-error";
import { Bytes } from "./bytes";
import type { Codec } from "./codec";
import { Timestamp } from "./timestamp";

/** Epoch-based time (RFC 8949), but for the unit: Kinesis and its SDKs count milliseconds here, not seconds. */
const epochTag = 1;

/** What the Java SDKs speak with Kinesis: CBOR, whose bytes are bytes and whose times are tagged milliseconds. */
export const cborCodec: Codec = {
  contentType: "application/x-amz-cbor-1.1",
  encode: (value) => cbor.serialize(toCbor(value)),
  decode(body) {
    try {
      return fromCbor(cbor.deserialize(body));
    } catch (cause) {
      throw Object.assign(new AwsError("SerializationException", ""), { cause });
    }
  },
};

function toCbor(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Timestamp) return tag({ tag: epochTag, value: value.ms });
  if (value instanceof Bytes) return value.bytes;
  if (Array.isArray(value)) return value.map(toCbor);
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) members[name] = toCbor(member);
  return members;
}

/** Puts `Date`s where the decoder leaves tagged numbers, and numbers for its big ones: no member needs all their digits. */
function fromCbor(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(fromCbor);
  if (isTagged(value)) return fromTag(value);
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) members[name] = fromCbor(members[name]);
  return members;
}

type Tagged = ReturnType<typeof tag>;

function isTagged(value: object): value is Tagged {
  return tagSymbol in value;
}

function fromTag(tagged: Tagged): unknown {
  const value = fromCbor(tagged.value);
  return tagged.tag === epochTag && typeof value === "number" ? new Date(value) : value;
}
