import { styleText } from "node:util";
import type { Stack } from "../stacks";
import { describeChange } from "./describe-change";
import { explain } from "./explain";
import type { Difference, Finding, Kind } from "./finding";
import { isDrifted, kinds, type StackDrift, titles } from "./stack-drift";

/** How drift is shown. */
export interface TableOptions {
  readonly environment: string;
  /** Says of each finding how it is mended. */
  readonly isExplained: boolean;
  /** Lists what the code leaves to AWS, rather than counting it. */
  readonly isVerbose: boolean;
  /** Whether it goes to a terminal. */
  readonly isColoured: boolean;
}

/** A longer line of a value is cut: JSON has it whole. */
const maxLineLength = 160;

const colours = { outside: "red", unapplied: "yellow", follows: "gray" } as const;

/** The drift of stacks as people read it: a table for each kind of finding, the worst first. */
export function describeDrift(drifts: ReadonlyMap<Stack, StackDrift>, options: TableOptions): string {
  const paint = (colour: Parameters<typeof styleText>[0], line: string) =>
    options.isColoured ? styleText(colour, line, { validateStream: false }) : line;
  const tables = kinds.flatMap((kind) => {
    const rows = rowsOf(drifts, kind, options);
    return rows.length === 0 ? [] : [`${paint(["bold", colours[kind]], titles[kind])}\n${asTable(rows)}`];
  });
  const waiting = [...drifts].flatMap(([{ name }, drift]) =>
    drift.kind === "waiting"
      ? [`${name} is not applied: it waits for the first apply of ${drift.stacks.join(", ")}`]
      : [],
  );
  const none = [...drifts.values()].some(isDrifted) ? [] : [paint("green", "No drift: AWS is what the code says.")];
  return [...tables, ...waiting, ...none, ...leftToAws(drifts, options)].join("\n\n");
}

function rowsOf(
  drifts: ReadonlyMap<Stack, StackDrift>,
  kind: Kind,
  { environment, isExplained }: TableOptions,
): string[][] {
  return [...drifts].flatMap(([{ name }, drift]) => {
    const findings = drift.kind === "waiting" ? [] : drift.findings.filter((finding) => finding.kind === kind);
    return findings.flatMap((finding) => {
      const { command, instead } = explain(environment, name, finding);
      const advice = isExplained ? [`cloud to code: ${command}`, `code to cloud: ${instead}`] : [];
      return rowsFor(name, finding, advice);
    });
  });
}

function rowsFor(stack: string, difference: Difference & Pick<Finding, "code">, advice: readonly string[]): string[][] {
  const [first = "", ...more] = [...describeChange(difference).map(cut), ...advice];
  return [[stack, difference.resource, difference.attribute ?? "", first], ...more.map((line) => ["", "", "", line])];
}

function leftToAws(drifts: ReadonlyMap<Stack, StackDrift>, { isVerbose }: TableOptions): string[] {
  const rows = [...drifts].flatMap(([{ name }, drift]) =>
    drift.kind === "waiting" ? [] : drift.leftToAws.map((difference) => rowsFor(name, difference, [])),
  );
  if (rows.length === 0) return [];
  const count = `${rows.length} ${rows.length === 1 ? "value" : "values"} that the code leaves to AWS changed since the last apply`;
  return [isVerbose ? `${count}:\n${asTable(rows.flat())}` : `${count} (--verbose lists them).`];
}

function asTable(rows: readonly (readonly string[])[]): string {
  const all = [["stack", "resource", "attribute", "from → to"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

function cut(line: string): string {
  return line.length <= maxLineLength ? line : `${line.slice(0, maxLineLength - 1)}…`;
}
