import type { Stack } from "../stacks";
import type { Target } from "../target";
import { describeChange } from "./describe-change";
import { explain } from "./explain";
import { isDrifted, kinds, type StackDrift, titles } from "./stack-drift";

/** GitHub takes 65,536 characters an issue; its link to the run comes below. */
const maxLength = 60_000;

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
    ...[...drifts].flatMap(([stack, drift]) =>
      drift.kind === "waiting"
        ? [`\`${stack.name}\` is not applied: it waits for the first apply of ${drift.stacks.join(", ")}.`, ""]
        : [],
    ),
  ];
  const rows = kinds.flatMap((kind) => rowsOf(drifts, kind, name, isExplained));
  if (rows.length === 0) return head.join("\n");
  const columns = ["stack", "why", "resource", "attribute", "from → to", ...(isExplained ? ["what to do"] : [])];
  const table = [line(columns), line(columns.map(() => "---"))];
  const shown = firstOf(rows, maxLength - [...head, ...table].join("\n").length);
  const rest = rows.length - shown.length;
  return [...head, ...table, ...shown, ...(rest > 0 ? ["", `… and ${rest} more`] : []), ""].join("\n");
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

function rowsOf(
  drifts: ReadonlyMap<Stack, StackDrift>,
  kind: (typeof kinds)[number],
  environment: string,
  isExplained: boolean,
): string[] {
  return [...drifts].flatMap(([{ name }, drift]) => {
    const findings = drift.kind === "waiting" ? [] : drift.findings.filter((finding) => finding.kind === kind);
    return findings.map((finding) => {
      const { command, instead } = explain(environment, name, finding);
      const change = describeChange(finding).map((text) => code(text.slice(0, maxLineLength)));
      const cells = [
        name,
        titles[kind],
        code(finding.resource),
        finding.attribute === null ? "" : code(finding.attribute),
      ];
      const advice = isExplained ? [`${code(command)}, or: ${escaped(instead)}`] : [];
      return line([...cells, change.join("<br>"), ...advice]);
    });
  });
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** As HTML, since nothing in a span of Markdown can stand for a pipe, a backtick or the end of a line. */
function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** Every mark of HTML and Markdown as a character reference: what AWS holds must not become a link or a mention. */
function escaped(text: string): string {
  return text.replace(/[^\w\s.,:;=/+()→−…-]|\n/g, (mark) => `&#${mark.codePointAt(0)};`);
}
