import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describeWith } from "../../../test/requirements";
import { tableWithRows } from "./arbitrary-table";
import { convertTexts, type Value, withFiles } from "./conversion-fixture";

/** A value as read-with-pyarrow.py prints it. */
function printed(value: Value): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "number") return Number.isInteger(value) ? `${BigInt(value)}` : value;
  if (value instanceof Map) {
    return { map: Object.fromEntries([...value].map(([key, member]) => [printed(key), printed(member)])) };
  }
  if (Array.isArray(value)) return value.map(printed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, printed(member)]));
}

describeWith("python", "pyarrow", () => {
  it("reads back what was written, value for value", async () => {
    const tables = fc.sample(tableWithRows, { numRuns: 100, seed: 1 });
    const conversions = await Promise.all(tables.map(({ columns, texts }) => convertTexts(columns, texts)));
    const files = conversions.map(({ chunks = [] }) => chunks);
    await withFiles(files, (paths) => {
      const output = execFileSync("python3", [join(__dirname, "read-with-pyarrow.py"), ...paths], { encoding: "utf8" });
      const read = output.trimEnd().split("\n");
      tables.forEach(({ rows }, index) => {
        expect(JSON.parse(read[index] ?? "")).toEqual(rows.map((row) => row.map(printed)));
      });
    });
  });
});
