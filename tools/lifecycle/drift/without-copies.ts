import { isObject, type Sides } from "./leaves";

/** The sides of a resource without the attributes that say again what another one says, so that each is named once. */
export function withoutCopies(type: string, sides: Sides): Sides {
  return withoutTags(type === "aws_lambda_function" ? withPackage(sides) : sides);
}

/** `tags` are those that the code gives the resource; `tags_all` are all that it has, the provider's default ones too. */
function withoutTags(sides: Sides): Sides {
  if (!isObject(sides.reality) || !("tags_all" in sides.reality)) return sides;
  return { ...eachSide(sides, "tags"), sensitive: sides.sensitive.map((shape) => without(shape, "tags")) };
}

/**
 * Terraform compares a function's package with the one that it uploaded last (`source_code_hash`), and would not see one
 * that somebody else has uploaded since. What runs is what AWS hashed (`code_sha256`).
 */
function withPackage(sides: Sides): Sides {
  const { state, code, unknown } = sides;
  if (!isObject(code) || typeof code["source_code_hash"] !== "string") return sides;
  return {
    ...eachSide(sides, "source_code_hash"),
    state: hashed(state),
    code: hashed(code),
    unknown: without(unknown, "code_sha256"),
  };
}

/** A function with the hash of the package that Terraform uploaded, or would upload. */
function hashed(side: unknown): unknown {
  if (!isObject(side)) return side;
  const { source_code_hash: hash, ...rest } = side;
  return typeof hash === "string" ? { ...rest, code_sha256: hash } : rest;
}

function eachSide(sides: Sides, name: string): Sides {
  const { state, reality, code, unknown } = sides;
  return {
    ...sides,
    state: without(state, name),
    reality: without(reality, name),
    code: without(code, name),
    unknown: without(unknown, name),
  };
}

function without<T>(value: T, name: string): Partial<T> | T {
  if (!isObject(value)) return value;
  const { [name]: _, ...rest } = value;
  return rest as Partial<T>;
}
