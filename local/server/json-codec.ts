import { AwsError } from "../aws-error";
import type { Codec } from "./codec";
import { WritesJson } from "./writes-json";

/** AWS's JSON: bytes are base64, times are seconds since the epoch. */
export function jsonCodec(contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1"): Codec {
  return { contentType, encode, decode };
}

function encode(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  // Only ever added to: a join would copy megabytes.
  let members = "";
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (members !== "") members += ",";
    members += `${JSON.stringify(name)}:${encodeMember(member)}`;
  }
  return `{${members}}`;
}

/** The long lists are members of the answer itself. */
function encodeMember(member: unknown): string {
  if (!Array.isArray(member) || !(member[0] instanceof WritesJson)) return JSON.stringify(member);
  let items = "";
  for (const item of member) {
    if (items !== "") items += ",";
    items += item instanceof WritesJson ? item.writeJson() : JSON.stringify(item);
  }
  return `[${items}]`;
}

function decode(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    // AWS says no more than the code here.
    throw Object.assign(new AwsError("SerializationException", ""), { cause });
  }
}
