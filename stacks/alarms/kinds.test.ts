import { kinds } from "./kinds";

it("end with one another only where the schema keeps the names of their alarms apart", () => {
  const names = Object.keys(kinds);
  const pairs = names.flatMap((kind) => names.filter((end) => kind.endsWith(`-${end}`)).map((end) => [kind, end]));
  expect(pairs.sort()).toEqual([
    ["single-puts-failing", "puts-failing"],
    ["table-reads-throttled", "reads-throttled"],
    ["table-writes-throttled", "writes-throttled"],
  ]);
});
