import type { Stack } from "../stacks";
import type { Target } from "../target";
import { describeChange } from "./describe-change";
import { explain } from "./explain";
import { findingsOf, isDrifted, type StackDrift, titles, waitingLines } from "./stack-drift";

/** GitHub takes 65,536 characters an issue, and the workflow adds a few. */
const maxLength = 60_000;

/** Of a value; `--json` has it whole. */
const maxLineLength = 500;

/**
 * Drift as an issue.
 * @param isExplained whether it says of each finding how it is mended
 */
export function driftAsMarkdown(
  { environment: { name, account, region } }: Target,
  drifts: ReadonlyMap<Stack, StackDrift>,
  isExplained: boolean,
): string {
  const head = [
    `### Drift of \`${name}\` (account ${account}, ${region})`,
    "",
    ...([...drifts.values()].some(isDrifted) ? [] : ["No drift: AWS is what the code says.", ""]),
    ...waitingLines(drifts).flatMap((text) => [text, ""]),
  ];
  const findings = findingsOf(drifts);
  if (findings.length === 0) return head.join("\n");
  const columns = ["stack", "why", "resource", "attribute", "from → to", ...(isExplained ? ["what to do"] : [])];
  const rows = findings.map(({ stack, ...finding }) => {
    const changes = describeChange(finding).map((text) => code(text.slice(0, maxLineLength)));
    const advice = explain(name, stack, finding);
    const whatToDo = `AWS: ${code(advice.cloud)}<br>the code: ${escaped(advice.code)}`;
    const place = [stack, titles[finding.kind], code(finding.resource), code(finding.attribute ?? "")];
    return line([...place, changes.join("<br>"), ...(isExplained ? [whatToDo] : [])]);
  });
  const begin = [...head, line(columns), line(columns.map(() => "---"))];
  const shown = firstOf(rows, maxLength - begin.join("\n").length);
  const rest = rows.length - shown.length;
  return [...begin, ...shown, ...(rest > 0 ? ["", `… and ${rest} more`] : []), ""].join("\n");
}

/** As many rows as have room. */
function firstOf(rows: readonly string[], room: number): readonly string[] {
  let length = 0;
  const end = rows.findIndex((row) => {
    length += row.length + 1;
    return length > room;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** As HTML: in Markdown's own way of writing code nothing can stand for a pipe or a backtick. */
function code(text: string): string {
  return text === "" ? "" : `<code>${escaped(text)}</code>`;
}

/** Every mark as a character reference: what AWS holds must become no link, no mention, and no end of a cell. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:;=/+()→−…-]/gu, (mark) => `&#${mark.codePointAt(0)};`);
}
