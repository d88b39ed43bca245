import { styleText } from "node:util";
import type { Finding } from "./finding";

const marks = { ok: "✔", warning: "!", problem: "✖", skipped: "–" } as const;
const colours = { ok: "green", warning: "yellow", problem: "red", skipped: "gray" } as const;

/**
 * Findings as people read them: a line each, and below it how to mend what is wrong.
 * @param columns of the terminal, where longer lines are broken; `undefined` elsewhere, where nothing is coloured either
 */
export function describeFindings(findings: readonly Finding[], columns: number | undefined): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const indent = " ".repeat(width + 6);
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(20, columns - indent.length);
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    columns === undefined ? text : styleText(style, text, { validateStream: false });
  const lines = findings.flatMap(({ check, verdict, message, fix }) => {
    const [first = "", ...others] = broken(message, room);
    const head = `  ${marks[verdict]} ${check.padEnd(width)}`;
    const advice = fix === undefined ? [] : broken(`→ ${fix}`, room);
    return [
      `${paint(colours[verdict], head)}  ${first}`,
      ...others.map((line) => `${indent}${line}`),
      ...advice.map((line) => `${indent}${paint("bold", line)}`),
    ];
  });
  return [...lines, "", paint(["bold", colours[worst(findings)]], conclusion(findings))].join("\n");
}

function worst(findings: readonly Finding[]): "ok" | "warning" | "problem" {
  const has = (wanted: Finding["verdict"]) => findings.some(({ verdict }) => verdict === wanted);
  if (has("problem")) return "problem";
  return has("warning") ? "warning" : "ok";
}

function conclusion(findings: readonly Finding[]): string {
  const counts = (["problem", "warning"] as const).flatMap((wanted) => {
    const count = findings.filter(({ verdict }) => verdict === wanted).length;
    return count === 0 ? [] : [`${count} ${wanted}${count === 1 ? "" : "s"}`];
  });
  return counts.length === 0 ? "All is well." : counts.join(", ");
}

/** A text in lines of at most so many characters, broken between words; a longer word keeps its line. */
function broken(text: string, room: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}
