import { AwsError } from "../aws-error";
import type { Codec } from "./codec";

/** AWS's JSON: bytes are base64, times are seconds since the epoch. */
export function jsonCodec(contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1"): Codec {
  return { contentType, encode: JSON.stringify, decode };
}

function decode(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    // AWS says no more than the code here.
    throw Object.assign(new AwsError("SerializationException", ""), { cause });
  }
}
