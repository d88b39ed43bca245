import fc from "fast-check";
import type { Value } from "./conversion-fixture";

/** A table, and records that fit it with the rows that they are to become. */
export interface TableWithRows {
  readonly columns: Readonly<Record<string, string>>;
  readonly texts: readonly string[];
  readonly rows: readonly Value[][];
}

/** A value of a column: as JSON, and as it is to be read back. */
interface Cell {
  readonly json: string;
  readonly value: Value;
}

/** A type of Hive, and values that fit it. */
interface Column {
  readonly type: string;
  readonly cells: fc.Arbitrary<Cell>;
}

const asJson = (value: string | number | boolean): Cell => ({ json: JSON.stringify(value), value });
const nullable = (cells: fc.Arbitrary<Cell>) => fc.option(cells, { nil: { json: "null", value: null } });

/** As a number and as a string of it, which OpenX takes for the same. */
const quotedOrNot = (cells: fc.Arbitrary<Cell>) =>
  fc.tuple(cells, fc.boolean()).map(([{ json, value }, quoted]) => ({ json: quoted ? `"${json}"` : json, value }));

const integers = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }).map(asJson);

const bigints = (limit: bigint) => fc.bigInt({ min: -limit, max: limit - 1n });

const finite = { noNaN: true, noDefaultInfinity: true } as const;

/** Without the negative zero, which is equal to zero for a dictionary. */
const unsignedZero = (number: number) => asJson(number + 0);

const dates = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });

const timestamps = fc.tuple(dates, fc.nat(999), fc.boolean()).map(([date, micros, iso]): Cell => {
  const written = `${date.toISOString().slice(0, -1)}${String(micros).padStart(3, "0")}`;
  const value = BigInt(date.getTime()) * 1000n + BigInt(micros);
  return { json: `"${iso ? `${written}Z` : written.replace("T", " ")}"`, value };
});

const days = dates.map((date): Cell => {
  return { json: `"${date.toISOString().slice(0, 10)}"`, value: Math.floor(date.getTime() / 86_400_000) };
});

const decimals = fc.tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38)).map(([precision, anyScale]): Column => {
  const scale = Math.min(anyScale, precision);
  const cells = bigints(10n ** BigInt(precision)).filter((value) => value > -(10n ** BigInt(precision)));
  const written = cells.map((value) => ({ json: decimalText(value, scale), value }));
  return { type: `decimal(${precision},${scale})`, cells: quotedOrNot(written) };
});

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const fraction = scale === 0 ? "" : `.${digits.slice(-scale)}`;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}${fraction}`;
}

const scalars: fc.Arbitrary<Column> = fc.oneof(
  { weight: 3, arbitrary: decimals },
  {
    weight: 11,
    arbitrary: fc.constantFrom(
      { type: "string", cells: fc.string({ unit: "binary" }).map(asJson) },
      { type: "varchar(20)", cells: fc.string({ unit: "grapheme", maxLength: 4 }).map(asJson) },
      { type: "boolean", cells: fc.boolean().map(asJson) },
      { type: "tinyint", cells: quotedOrNot(integers(8)) },
      { type: "smallint", cells: quotedOrNot(integers(16)) },
      { type: "int", cells: quotedOrNot(integers(32)) },
      { type: "bigint", cells: quotedOrNot(bigints(2n ** 63n).map((value) => ({ json: `${value}`, value }))) },
      { type: "float", cells: quotedOrNot(fc.float(finite).map(unsignedZero)) },
      { type: "double", cells: quotedOrNot(fc.double(finite).map(unsignedZero)) },
      { type: "date", cells: days },
      { type: "timestamp", cells: timestamps },
    ),
  },
);

/** OpenX stores keys in lower case. */
const keys = fc.string({ unit: fc.constantFrom(..."abc_ 0é"), maxLength: 4 });

const list = (element: Column): Column => ({
  type: `array<${element.type}>`,
  cells: fc.array(nullable(element.cells), { maxLength: 4 }).map((cells) => ({
    json: `[${cells.map(({ json }) => json).join(", ")}]`,
    value: cells.map(({ value }) => value),
  })),
});

const map = (member: Column): Column => ({
  type: `map<string,${member.type}>`,
  cells: fc.uniqueArray(fc.tuple(keys, nullable(member.cells)), { maxLength: 4, selector: ([key]) => key }).map(
    (entries): Cell => ({
      json: objectText(entries.map(([key, { json }]) => [key, json])),
      value: new Map(entries.map(([key, { value }]) => [key, value])),
    }),
  ),
});

const struct = (fields: readonly Column[]): Column => ({
  type: `struct<${fields.map(({ type }, index) => `f${index}:${type}`).join(",")}>`,
  cells: fc.tuple(...fields.map(({ cells }) => nullable(cells))).map(
    (cells): Cell => ({
      json: objectText(cells.map(({ json }, index) => [`f${index}`, json])),
      value: Object.fromEntries(cells.map(({ value }, index) => [`f${index}`, value])),
    }),
  ),
});

function objectText(members: readonly (readonly [key: string, json: string])[]): string {
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}: ${json}`).join(", ")}}`;
}

function nestedIn(inner: fc.Arbitrary<Column>): fc.Arbitrary<Column> {
  const structs = fc.array(inner, { minLength: 1, maxLength: 3 }).map(struct);
  return fc.oneof({ weight: 2, arbitrary: scalars }, inner.map(list), inner.map(map), structs);
}

const column = nestedIn(nestedIn(nestedIn(scalars)));

/** Tables of every type, three levels deep, with rows of values and nulls. */
export const tableWithRows: fc.Arbitrary<TableWithRows> = fc
  .array(column, { minLength: 1, maxLength: 5 })
  .chain((columns) => {
    const row = fc.tuple(...columns.map(({ cells }) => nullable(cells)));
    return fc.array(row, { minLength: 1, maxLength: 40 }).map((rows) => ({
      columns: Object.fromEntries(columns.map(({ type }, index) => [`c${index}`, type])),
      texts: rows.map((cells) => objectText(cells.map(({ json }, index) => [`c${index}`, json]))),
      rows: rows.map((cells) => cells.map(({ value }) => value)),
    }));
  });
