import { PassThrough } from "node:stream";
import type { Finding, Verdict } from "./finding";
import { showAll, showChanges } from "./show";

const found = (verdict: Verdict, message: string) => ({
  findings: [{ verdict, message, subject: "stream s" } satisfies Finding],
});
const output = (isTTY: boolean) => Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY });

describe("what is watched", () => {
  it("is a block for each change where it is no terminal: other numbers are none", () => {
    const out = output(false);
    const show = showChanges(out);
    show("one", found("HEALTHY", "5 records"));
    show("two", found("HEALTHY", "6 records"));
    show("three", found("WARNING", "6 records"));
    show("four", found("HEALTHY", "6 records"));
    expect(out.read()).toBe("one\n\nthree\n\nfour\n");
  });

  it("is one report at a time on a terminal, always the latest", () => {
    const out = output(true);
    const show = showChanges(out);
    show("one", found("HEALTHY", "5 records"));
    show("two", found("HEALTHY", "6 records"));
    expect(String(out.read()).split("\u001b[2J\u001b[H")).toEqual(["", "one\n", "two\n"]);
  });

  it("is every document where documents are asked for", () => {
    const out = output(false);
    const show = showAll(out);
    for (const report of ["1", "2"]) show(report, found("HEALTHY", ""));
    expect(out.read()).toBe("1\n2\n");
  });
});
