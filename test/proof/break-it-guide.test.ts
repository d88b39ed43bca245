import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmKinds, rowsIn } from "./observed-alarms";
import { scenarios } from "./scenarios";

const guide = readFileSync(join(__dirname, "../../docs/guides/break-it.md"), "utf8");

const inWords = ({ kind, scenario }: { readonly kind: string; readonly scenario: string }) => `${kind}: ${scenario}`;

describe("the guide to faults", () => {
  it("says which fault fires which alarm, as the scenarios do that fire them", () => {
    const fired = scenarios.flatMap(({ name, fires }) => fires.map((kind) => ({ kind, scenario: name })));
    expect(rowsIn(guide).map(inWords).sort()).toEqual(fired.map(inWords).sort());
  });

  it("leaves no kind of alarm out", () => {
    expect([...new Set(rowsIn(guide).map(({ kind }) => kind))].sort()).toEqual([...alarmKinds].sort());
  });
});
