import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { duckdbType } from "./duckdb-type";

let duckdb: DuckDBConnection;
beforeAll(async () => {
  duckdb = await (await DuckDBInstance.create(":memory:")).connect();
});
afterAll(() => duckdb.closeSync());

/** What DuckDB itself calls the type. */
async function typeOf(hiveType: string): Promise<string> {
  const result = await duckdb.run(`SELECT typeof(CAST(NULL AS ${duckdbType(hiveType)}))`);
  return String((await result.getRows())[0]?.[0]);
}

describe("duckdbType", () => {
  it.each([
    ["string", "VARCHAR"],
    ["varchar(20)", "VARCHAR"],
    ["char(2)", "VARCHAR"],
    ["int", "INTEGER"],
    ["float", "FLOAT"],
    ["binary", "BLOB"],
    ["timestamp", "TIMESTAMP"],
    ["decimal(10)", "DECIMAL(10,0)"],
    ["decimal(38,18)", "DECIMAL(38,18)"],
    ["array<array<double>>", "DOUBLE[][]"],
    ["map<decimal(3,1),array<date>>", "MAP(DECIMAL(3,1), DATE[])"],
    [
      "struct<a:map<string,struct<b:int,c:decimal(3,1)>>,order:boolean>",
      'STRUCT(a MAP(VARCHAR, STRUCT(b INTEGER, c DECIMAL(3,1))), "order" BOOLEAN)',
    ],
  ])("of %s is %s", async (hiveType, expected) => {
    expect(await typeOf(hiveType)).toBe(expected);
  });

  const { type } = fc.letrec<{ type: string }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(
        ..."boolean tinyint smallint int bigint float double string binary date timestamp decimal(9,3)".split(" "),
      ),
      tie("type").map((inner) => `array<${inner}>`),
      tie("type").map((inner) => `map<string,${inner}>`),
      fc.array(tie("type"), { minLength: 1, maxLength: 3 }).map((inner) => {
        return `struct<${inner.map((each, index) => `select_${index}:${each}`).join(",")}>`;
      }),
    ),
  }));

  it("is one that DuckDB knows, for any type of Hive", async () => {
    await fc.assert(
      fc.asyncProperty(type, async (hiveType) => {
        expect(await typeOf(hiveType)).not.toBe("");
      }),
    );
  });
});
