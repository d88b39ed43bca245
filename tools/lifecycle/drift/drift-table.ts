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
      const advice = options.isExplained ? [`to mend AWS: ${cloud}`, `to mend the code: ${code}`] : [];
      return rowsFor(stack, finding, [...describeChange(finding).map(cut), ...advice]);
    });
    return rows.length === 0 ? [] : [`${paint(["bold", colours[kind]], titles[kind])}\n${asTable(rows)}`];
  });
  const isNone = options.isComplete && ![...drifts.values()].some(isDrifted);
  const none = isNone ? [paint("green", "No drift: AWS is what the code says.")] : [];
  return [...tables, ...waitingLines(drifts), ...none, ...describeIncidental(drifts, options)].join("\n\n");
}

function describeIncidental(drifts: ReadonlyMap<Stack, StackDrift>, { isVerbose }: TableOptions): string[] {
  const rows = [...drifts].flatMap(([{ name }, drift]) =>
    drift.kind === "waiting"
      ? []
      : drift.incidental.map((difference) => rowsFor(name, difference, describeChange(difference).map(cut))),
  );
  if (rows.length === 0) return [];
  const count = rows.length === 1 ? "1 value has" : `${rows.length} values have`;
  const what = `${count} changed since the last apply and no apply would change that: AWS's own, or another resource's`;
  return [isVerbose ? `${what}\n${asTable(rows.flat())}` : `${what} (--verbose lists them).`];
}

/** The first line beside the place, the others below it. */
function rowsFor(stack: string, { resource, attribute }: Difference, lines: readonly string[]): string[][] {
  return lines.map((line, index) => (index === 0 ? [stack, resource, attribute ?? "", line] : ["", "", "", line]));
}

function asTable(rows: readonly (readonly string[])[]): string {
  const all = [["stack", "resource", "attribute", "from → to"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

/** Without control characters, which would do as they like with a terminal. */
function cut(line: string): string {
  const shown = line.replace(/\p{Cc}/gu, " ");
  return shown.length <= maxLineLength ? shown : `${shown.slice(0, maxLineLength - 1)}…`;
}
