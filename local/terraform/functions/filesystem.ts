import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { EvaluationError } from "../errors";
import { toText, type Value } from "../value";
import { type TerraformFunction, takes } from "./signature";

/** Terraform's filesystem functions. A relative path starts at the stack's folder, where Terraform would run. */
export const filesystem: Readonly<Record<string, TerraformFunction>> = {
  abspath: withPath((path) => path),
  basename: takes([toText], (path) => posix.basename(path)),
  dirname: takes([toText], (path) => posix.dirname(path)),
  file: withPath((path) => read(path).toString()),
  filebase64: withPath((path) => read(path).toString("base64")),
  filebase64sha256: withPath((path) => createHash("sha256").update(read(path)).digest("base64")),
  filebase64sha512: withPath((path) => createHash("sha512").update(read(path)).digest("base64")),
  fileexists: withPath(existsSync),
  filemd5: withPath((path) => createHash("md5").update(read(path)).digest("hex")),
  filesha1: withPath((path) => createHash("sha1").update(read(path)).digest("hex")),
  filesha256: withPath((path) => createHash("sha256").update(read(path)).digest("hex")),
  filesha512: withPath((path) => createHash("sha512").update(read(path)).digest("hex")),
};

function withPath(body: (path: string) => Value): TerraformFunction {
  return (given, directory) => takes([toText], (path) => body(resolve(directory, path)))(given, directory);
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new EvaluationError(`can't read ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
