import type { Examination } from "./examine";

/** Shows an examination, in words that were found for it. */
export type Show = (report: string, examination: Pick<Examination, "findings">) => void;

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Shows each. */
export function showAll(output: Output): Show {
  return (report) => output.write(`${report}\n`);
}

/** A terminal shows one examination at a time, where it was; elsewhere there is a block for each that finds other things. */
export function showChanges(output: Output): Show {
  if (output.isTTY) return (report) => output.write(`\u001b[2J\u001b[H${report}\n`);
  let last: string | undefined;
  return (report, { findings }) => {
    // Numbers change each time.
    const found = findings.map(({ verdict, subject, cause }) => [verdict, subject, cause].join(" ")).join("\n");
    if (found !== last) output.write(`${last === undefined ? "" : "\n"}${report}\n`);
    last = found;
  };
}
