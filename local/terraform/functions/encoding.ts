import { createHash } from "node:crypto";
import { EvaluationError } from "../errors";
import { toJson, toText, type Value } from "../value";
import { any, type TerraformFunction, takes } from "./signature";

/** Terraform's encoding and hash functions over text. */
export const encoding: Readonly<Record<string, TerraformFunction>> = {
  base64decode: takes([toText], base64decode),
  base64encode: takes([toText], (text) => Buffer.from(text).toString("base64")),
  base64sha256: takes([toText], (text) => createHash("sha256").update(text).digest("base64")),
  base64sha512: takes([toText], (text) => createHash("sha512").update(text).digest("base64")),
  jsondecode: takes([toText], jsondecode),
  jsonencode: takes([any], toJson),
  md5: takes([toText], (text) => createHash("md5").update(text).digest("hex")),
  sha1: takes([toText], (text) => createHash("sha1").update(text).digest("hex")),
  sha256: takes([toText], (text) => createHash("sha256").update(text).digest("hex")),
  sha512: takes([toText], (text) => createHash("sha512").update(text).digest("hex")),
  urlencode: takes([toText], urlencode),
};

function base64decode(text: string): string {
  const bytes = Buffer.from(text, "base64");
  // Node skips what is not base64; Terraform refuses it.
  if (bytes.toString("base64") !== text) throw new EvaluationError(`${JSON.stringify(text)} is not base64`);
  return bytes.toString();
}

function jsondecode(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (error) {
    throw new EvaluationError(`not JSON: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** As a form encodes a query: a space is `+`, and only letters, digits and `-_.~` stay as they are. */
function urlencode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
