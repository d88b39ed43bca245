import { wordsOf } from "../outcomes";
import type { Outcome } from "../run-stacks";
import type { Stack } from "../stacks";
import { describeDrift } from "./drift-table";
import { isDrifted, type StackDrift, summaryOf } from "./stack-drift";

/** Drift as a JUnit report: a test case a stack, which fails where it drifted and errs where it could not be compared. */
export function driftAsJunit(environment: string, outcomes: ReadonlyMap<Stack, Outcome<StackDrift>>): string {
  const cases = [...outcomes].map(([stack, outcome]) => testCase(environment, stack, outcome));
  const count = (element: string) => cases.filter((text) => text.includes(`<${element} `)).length;
  const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name=${quoted(`weir drift ${environment}`)} ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(environment: string, stack: Stack, outcome: Outcome<StackDrift>): string {
  const names = `classname=${quoted(`weir.drift.${environment}`)} name=${quoted(stack.name)}`;
  if (outcome.kind === "skipped")
    return `    <testcase ${names}><skipped message=${quoted(outcome.because)}/></testcase>`;
  const open = `    <testcase ${names} time="${outcome.seconds.toFixed(3)}"`;
  if (outcome.kind === "failed") {
    return `${open}><error message="can't be compared">${escaped(wordsOf(outcome.error))}</error></testcase>`;
  }
  if (!isDrifted(outcome.value)) return `${open}/>`;
  const options = { environment, isExplained: true, isVerbose: false, isComplete: true, isColoured: false };
  const text = describeDrift(new Map([[stack, outcome.value]]), options);
  return `${open}><failure message=${quoted(summaryOf(outcome.value))}>${escaped(text)}</failure></testcase>`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no way to write a control character, half of a surrogate pair or a noncharacter: section 2.2. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"]/g, (mark) => references[mark] ?? mark);
}
