import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { metricsOf } from "../metric/metric";
import { Dashboard } from "./dashboard";
import { placeSections } from "./layout";
import { chart, type Panel, type Section } from "./panel";

const metric = metricsOf("AWS/Kinesis", { StreamName: "s" })("IncomingRecords", "Sum", "Count", "Records");
const section = (panels: readonly Panel[]): Section => ({ heading: "Stream", guide: "Look.", panels });
const charts = (count: number, lines = 1): Panel[] =>
  Array.from({ length: count }, () => chart("Records", Array(lines).fill(metric)));

const panel: fc.Arbitrary<Panel> = fc.oneof(
  fc.constantFrom("timeSeries" as const, "singleValue" as const).map((view) => ({ ...charts(1)[0], view }) as Panel),
  fc.nat({ max: 100 }).map((count) => ({ kind: "alarms" as const, title: "", alarmArns: Array(count).fill("arn") })),
  fc.constant<Panel>({ kind: "log", title: "", logGroupNames: ["g"], query: "limit 1" }),
);

describe("the layout of a dashboard", () => {
  it("gives each cell of CloudWatch's 24 columns to one widget at most, and no row is left unfilled", () => {
    fc.assert(
      fc.property(fc.array(fc.array(panel, { maxLength: 12 }).map(section), { maxLength: 6 }), (sections) => {
        const placed = placeSections(sections, "eu-west-1");
        const cells = placed.flatMap(({ x, y, width, height }) =>
          Array.from({ length: width * height }, (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`),
        );
        expect(new Set(cells).size).toBe(cells.length);
        const rows = Math.max(0, ...placed.map(({ y, height }) => y + height));
        expect(cells.length).toBe(rows * 24);
        expect(placed.every(({ x, width }) => Number.isInteger(width) && x >= 0 && x + width <= 24)).toBe(true);
      }),
    );
  });

  it("keeps panels of a section in their order, charts before what takes a row of its own", () => {
    const log: Panel = { kind: "log", title: "log", logGroupNames: ["g"], query: "limit 1" };
    const places = placeSections([section([log, ...charts(5)])], "eu-west-1").map(({ x, y }) => [x, y]);
    expect(places).toEqual([
      [0, 0],
      [0, 2],
      [8, 2],
      [16, 2],
      [0, 8],
      [12, 8],
      [0, 14],
    ]);
  });
});

describe("a dashboard", () => {
  const make = (sections: Section[]) =>
    new Dashboard(new TerraformStack(new App(), "stack"), "Dashboard", { name: "d", region: "eu-west-1", sections });

  it.each([
    ["500 widgets", [section(charts(499))], [section(charts(500))]],
    ["500 metrics in one widget", [section(charts(1, 500))], [section(charts(1, 501))]],
    ["2500 metrics", [section(charts(25, 100))], [section([...charts(25, 100), ...charts(1)])]],
  ])("has at most %s", (_what, most, tooMany) => {
    expect(() => make(most)).not.toThrow();
    expect(() => make(tooMany)).toThrow(/dashboard d would have \d+ .*, and CloudWatch takes \d+: spread/);
  });
});
