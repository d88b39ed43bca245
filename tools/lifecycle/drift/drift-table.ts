import { styleText } from "node:util";
import type { Stack } from "../stacks";
import { describeChange } from "./describe-change";
import { explain } from "./explain";
import type { Difference } from "./finding";
import { findingsOf, isDrifted, kinds, type StackDrift, titles, waitingLines } from "./stack-drift";

/** How drift is shown. */
export interface TableOptions {
  readonly environment: string;
  /** Says of each finding how it is mended. */
  readonly isExplained: boolean;
  /** Lists what has changed and is no drift, rather than counting it. */
  readonly isVerbose: boolean;
  /** Whether every stack could be compared. */
  readonly isComplete: boolean;
  /** Whether it goes to a terminal. */
  readonly isColoured: boolean;
}

/** A longer line of a value is cut: JSON has it whole. */
const maxLineLength = 160;

const colours = { outside: "red", unmanaged: "red", unapplied: "yellow", follows: "gray" } as const;

/** The drift of stacks as people read it: a table for each kind of finding, the worst first. */
export function describeDrift(drifts: ReadonlyMap<Stack, StackDrift>, options: TableOptions): string {
  const paint = (colour: Parameters<typeof styleText>[0], line: string) =>
    options.isColoured ? styleText(colour, line, { validateStream: false }) : line;
  const findings = findingsOf(drifts);
  const tables = kinds.flatMap((kind) => {
    const found = findings.filter((finding) => finding.kind === kind);
    const rows = found.flatMap(({ stack, ...finding }) => {
      const { cloud, code } = explain(options.environment, stack, finding);
      const advice = options.isExplained ? [[`  to mend AWS: ${cloud}`], [`  to mend the code: ${code}`]] : [];
      return [...rowsFor(stack, finding), ...advice];
    });
    return rows.length === 0 ? [] : [`${paint(["bold", colours[kind]], titles[kind])}\n${asTable(rows)}`];
  });
  const isNone = options.isComplete && ![...drifts.values()].some(isDrifted);
  const none = isNone ? [paint("green", "No drift: AWS is what the code says.")] : [];
  return [...tables, ...waitingLines(drifts), ...none, ...describeIncidental(drifts, options)].join("\n\n");
}

function describeIncidental(drifts: ReadonlyMap<Stack, StackDrift>, { isVerbose }: TableOptions): string[] {
  const rows = [...drifts].flatMap(([{ name }, drift]) =>
    drift.kind === "waiting" ? [] : drift.incidental.map((difference) => rowsFor(name, difference)),
  );
  if (rows.length === 0) return [];
  const count = rows.length === 1 ? "1 value has" : `${rows.length} values have`;
  const what = `${count} changed since the last apply and no apply would change that: AWS's own, or another resource's`;
  return [isVerbose ? `${what}\n${asTable(rows.flat())}` : `${what} (--verbose lists them).`];
}

/** What changed beside the place, a line for each. */
function rowsFor(stack: string, difference: Difference): string[][] {
  const { resource, attribute } = difference;
  return describeChange(difference).map((line, index) => {
    return index === 0 ? [stack, resource, attribute ?? "", cut(line)] : ["", "", "", cut(line)];
  });
}

/** Columns side by side; a row of one cell runs across them. */
function asTable(rows: readonly (readonly string[])[]): string {
  const all = [["stack", "resource", "attribute", "from → to"], ...rows];
  const inColumns = all.filter((row) => row.length > 1);
  const widths = [0, 1, 2].map((column) => Math.max(...inColumns.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.length === 1 ? row : row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return all.map((row) => `  ${line(row).join("  ")}`.trimEnd()).join("\n");
}

/** Without control characters, which would do as they like with a terminal. */
function cut(line: string): string {
  const shown = line.replace(/\p{Cc}/gu, " ");
  return shown.length <= maxLineLength ? shown : `${shown.slice(0, maxLineLength - 1)}…`;
}
