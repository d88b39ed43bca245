import { styleText } from "node:util";
import { duration } from "./consumers";
import type { Examination } from "./examine";
import type { Evidence, Finding, Verdict } from "./finding";
import { plot } from "./plot";
import { greatest } from "./series";

const marks: Readonly<Record<Verdict, string>> = { HEALTHY: "✔", UNKNOWN: "?", WARNING: "!", CRITICAL: "✖" };
const colours = { HEALTHY: "green", UNKNOWN: "gray", WARNING: "yellow", CRITICAL: "red" } as const;
const minuteMs = 60_000;

/** An examination as people read it: the verdict, then what is wrong with its evidence, then what is well. */
export function describeExamination(
  { verdict, environment, findings, window }: Examination,
  isColoured: boolean,
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    isColoured ? styleText(style, text, { validateStream: false }) : text;
  const minutes = Math.round((window.endMs - window.startMs) / minuteMs);
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.flatMap((finding) => {
    const head = `${marks[finding.verdict]} ${finding.subject.padEnd(width)}`;
    const details = finding.verdict === "HEALTHY" ? [] : detailsOf(finding, window.startMs, minutes);
    return [`${paint(colours[finding.verdict], head)}  ${finding.message}`, ...details.map((line) => `    ${line}`)];
  });
  const until = new Date(window.endMs).toISOString().slice(0, 16);
  const title = `${verdict}  ${environment}, the ${minutes} minutes to ${until}Z`;
  return [paint(["bold", colours[verdict]], title), "", ...lines].join("\n");
}

function detailsOf({ evidence, cause, command }: Finding, startMs: number, minutes: number): string[] {
  return [
    ...(evidence && evidence.series.values.length > 0 ? [plotOf(evidence, startMs, minutes)] : []),
    ...(cause === undefined ? [] : [`likely because ${cause}`]),
    ...(command === undefined ? [] : [`→ ${command}`]),
  ];
}

function plotOf(evidence: Evidence, startMs: number, minutes: number): string {
  const { label, series, limit } = evidence;
  const bound = limit === undefined ? "" : `, wrong above ${written(limit, evidence.unit)}`;
  const most = written(greatest(series) ?? 0, evidence.unit);
  return `${plot(series, startMs, minutes)}  ${label}, at most ${most}${bound}`;
}

function written(value: number, unit: Evidence["unit"]): string {
  if (unit === "ms") return duration(value);
  if (unit === "%") return `${value.toFixed(1)} %`;
  const number = Math.round(value).toLocaleString("en");
  return unit === "count" ? number : `${number} ${unit}`;
}
