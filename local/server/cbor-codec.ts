import { cbor, tag, tagSymbol } from "@smithy/core/cbor";
import { AwsError } from "../aws-error";
import { Bytes } from "./bytes";
import type { Codec } from "./codec";
import { StringMap } from "./string-map";
import { Timestamp } from "./timestamp";

/** Epoch-based time (RFC 8949). */
const epochTag = 1;

/** What the Java SDKs speak with Kinesis: CBOR, whose times are tagged milliseconds, not RFC 8949's seconds. */
export const cborCodec = makeCodec("application/x-amz-cbor-1.1", 1);

/** The CBOR of Smithy's RPC v2 protocol, whose times are tagged seconds. */
export const rpcCborCodec = makeCodec("application/cbor", 1_000);

function makeCodec(contentType: string, msPerUnit: number): Codec {
  return {
    contentType,
    encode: (value) => cbor.serialize(toCbor(value, msPerUnit)),
    decode(body) {
      try {
        return fromCbor(cbor.deserialize(body), msPerUnit);
      } catch (cause) {
        throw Object.assign(new AwsError("SerializationException", ""), { cause });
      }
    },
  };
}

function toCbor(value: unknown, msPerUnit: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Timestamp) return tag({ tag: epochTag, value: value.ms / msPerUnit });
  if (value instanceof Bytes) return value.bytes;
  if (value instanceof StringMap) return toCbor(value.toJSON(), msPerUnit);
  if (Array.isArray(value)) return value.map((item) => toCbor(item, msPerUnit));
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members[name] = toCbor(member, msPerUnit);
  }
  return members;
}

/** Puts `Date`s where the decoder leaves tagged numbers, and numbers for its big ones: no member needs all their digits. */
function fromCbor(value: unknown, msPerUnit: number): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => fromCbor(item, msPerUnit));
  if (isTagged(value)) return fromTag(value, msPerUnit);
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) members[name] = fromCbor(members[name], msPerUnit);
  return members;
}

type Tagged = ReturnType<typeof tag>;

function isTagged(value: object): value is Tagged {
  return tagSymbol in value;
}

function fromTag(tagged: Tagged, msPerUnit: number): unknown {
  const value = fromCbor(tagged.value, msPerUnit);
  return tagged.tag === epochTag && typeof value === "number" ? new Date(value * msPerUnit) : value;
}
