import { AwsError } from "../aws-error";
import type { Codec } from "./codec";
import { TextChunks } from "./text-chunks";
import { WritesJson } from "./writes-json";

/** AWS's JSON: bytes are base64, times are seconds since the epoch. */
export function jsonCodec(contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1"): Codec {
  return { contentType, encode, decode };
}

function encode(value: unknown): Buffer {
  const text = new TextChunks();
  if (typeof value === "object" && value !== null && !Array.isArray(value)) addStructure(text, value);
  else text.add(JSON.stringify(value));
  return text.bytes();
}

function addStructure(text: TextChunks, structure: object): void {
  let before = "{";
  for (const [name, member] of Object.entries(structure)) {
    if (member === undefined) continue;
    text.add(`${before}${JSON.stringify(name)}:`);
    addMember(text, member);
    before = ",";
  }
  text.add(before === "{" ? "{}" : "}");
}

/** The long lists are members of the answer itself. */
function addMember(text: TextChunks, member: unknown): void {
  if (!Array.isArray(member) || !(member[0] instanceof WritesJson)) {
    text.add(JSON.stringify(member));
    return;
  }
  let before = "[";
  for (const item of member) {
    text.add(before + (item instanceof WritesJson ? item.writeJson() : JSON.stringify(item)));
    before = ",";
  }
  text.add("]");
}

function decode(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    // AWS says no more than the code here.
    throw Object.assign(new AwsError("SerializationException", ""), { cause });
  }
}
