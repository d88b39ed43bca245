import fc from "fast-check";
import { tableWithRows } from "./arbitrary-table";
import { convertTexts, readParquet } from "./conversion-fixture";

const compression = fc.constantFrom("SNAPPY", "GZIP", "UNCOMPRESSED");

it("writes what DuckDB reads back, value for value, whatever the schema", async () => {
  await fc.assert(
    fc.asyncProperty(tableWithRows, compression, fc.boolean(), async (table, Compression, withDictionary) => {
      const parquet = { Compression, EnableDictionaryCompression: withDictionary };
      const { chunks, failed } = await convertTexts(table.columns, table.texts, { parquet });
      expect(failed.map(({ errorMessage }) => errorMessage)).toEqual([]);
      expect(await readParquet(chunks ?? [])).toEqual(table.rows);
    }),
    { numRuns: 100 },
  );
});

it("fails just the records that don't fit, and keeps the order of the others", async () => {
  const misfits = ["", "  \n", "no JSON", "[1]", '"text"', '{"n": "x"}', '{"n": 2147483648}', '{"n": 1}{"n": }'];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(...misfits))), async (input) => {
      const texts = input.map((item) => (typeof item === "number" ? `{"n": ${item}}` : item));
      const { chunks, converted, failed } = await convertTexts({ n: "int" }, texts);
      const fitting = input.filter((item) => typeof item === "number");
      expect(converted.map(({ data }) => String(data))).toEqual(fitting.map((n) => `{"n": ${n}}`));
      expect(failed.map(({ record }) => String(record.data))).toEqual(texts.filter((text) => misfits.includes(text)));
      expect(chunks === undefined ? [] : await readParquet(chunks)).toEqual(fitting.map((n) => [n]));
    }),
    { numRuns: 30 },
  );
});
