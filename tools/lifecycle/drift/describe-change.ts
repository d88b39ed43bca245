import { isDeepStrictEqual } from "node:util";
import type { Difference, Finding } from "./finding";
import { isObject } from "./leaves";

/** What becomes of a value, a line for each thing that differs: of long ones, such as policies, only that is shown. */
export function describeChange(finding: Difference & Pick<Finding, "code">): string[] {
  const differing = describe("", parsed(finding.from), parsed(finding.to));
  // The same JSON, written in another way.
  const lines = differing.length > 0 ? differing : [`${text(finding.from)} → ${text(finding.to)}`];
  return "code" in finding ? [...lines, `(the code says ${text(finding.code)})`] : lines;
}

function describe(path: string, from: unknown, to: unknown): string[] {
  if (Array.isArray(from) && Array.isArray(to)) return describeLists(path, from, to);
  if (!isObject(from) || !isObject(to)) return [`${label(path)}${text(from)} → ${text(to)}`];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys
    .filter((key) => !isDeepStrictEqual(from[key], to[key]))
    .flatMap((key) => describe(path === "" ? key : `${path}.${key}`, parsed(from[key]), parsed(to[key])));
}

/** What is only in the one and what is only in the other; one changed element of each as what changed in it. */
function describeLists(path: string, from: readonly unknown[], to: readonly unknown[]): string[] {
  const gone = without(from, to);
  const come = without(to, from);
  // In another order.
  if (gone.length === 0 && come.length === 0) return [`${label(path)}${text(from)} → ${text(to)}`];
  if (gone.length === 1 && come.length === 1) return describe(`${path}[]`, gone[0], come[0]);
  return [
    ...gone.map((each) => `${label(path)}− ${text(each)}`),
    ...come.map((each) => `${label(path)}+ ${text(each)}`),
  ];
}

function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const rest = [...other];
  return list.filter((each) => {
    const index = rest.findIndex((candidate) => isDeepStrictEqual(candidate, each));
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  });
}

/** A policy is a text to Terraform. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // It only begins like JSON.
    return value;
  }
}

function label(path: string): string {
  return path === "" ? "" : `${path}: `;
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "(none)";
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}
