import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { arrayElements } from "./array-elements";
import { lines } from "./lines";
import { openRows } from "./read-rows";
import type { BadRow, Row } from "./row";

const folder = mkdtempSync(join(tmpdir(), "weir-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file and reads its rows, each as `[number, columns or problem]`. */
async function rowsOf(name: string, content: string | Buffer): Promise<[number, unknown][]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return collect((await openRows(path)).rows);
}

async function collect(rows: AsyncIterable<Row | BadRow>): Promise<[number, unknown][]> {
  const seen: [number, unknown][] = [];
  for await (const row of rows) seen.push([row.number, "problem" in row ? row.problem : row.columns]);
  return seen;
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

test("NDJSON: rows have their line's number, blank lines are passed over, and a bad line is told", async () => {
  const text = '\uFEFF{"a":1}\r\n\n{"a":\n[1]\n"text"\n{"a":2}';
  expect(await rowsOf("lines.ndjson", text)).toEqual([
    [1, { a: 1 }],
    [3, expect.stringContaining("not JSON")],
    [4, "the row is not a JSON object: [1]"],
    [5, 'the row is not a JSON object: "text"'],
    [6, { a: 2 }],
  ]);
});

test("NDJSON: a line separator of Unicode inside a string ends no line", async () => {
  expect(await rowsOf("separator.ndjson", '{"a":"x\u2028y"}\n')).toEqual([[1, { a: "x\u2028y" }]]);
});

test("NDJSON: a line that is not UTF-8 is told, and the next is read", async () => {
  const text = Buffer.concat([Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]), Buffer.from('\n{"a":1}')]);
  expect(await rowsOf("latin1.ndjson", text)).toEqual([
    [1, "the row is not UTF-8 text"],
    [2, { a: 1 }],
  ]);
});

test("NDJSON: a line of more than 16 MiB is told without being kept, and the next is read", async () => {
  const text = Buffer.concat([Buffer.alloc(17 * 1024 * 1024, "x"), Buffer.from('\n{"a":1}')]);
  expect(await rowsOf("long.ndjson", text)).toEqual([
    [1, "the row is longer than 16777216 bytes"],
    [2, { a: 1 }],
  ]);
});

test("a JSON array is recognised by its first character, whatever the file is called", async () => {
  const text = '  [ {"a": "],[{\\""}, {"b": [1, {"c": 2}]} ,17, {bad}, {"d":4} ]\n';
  expect(await rowsOf("array.txt", text)).toEqual([
    [1, { a: '],[{"' }],
    [2, { b: [1, { c: 2 }] }],
    [3, "the row is not a JSON object: 17"],
    [4, expect.stringContaining("not JSON")],
    [5, { d: 4 }],
  ]);
});

test("an empty array and an empty file have no rows", async () => {
  expect(await rowsOf("empty.json", "[ \n]")).toEqual([]);
  expect(await rowsOf("nothing.json", "")).toEqual([]);
});

test("an array that ends too early is told with the element, after the rows before it", async () => {
  await expect(rowsOf("cut.json", '[{"a":1},{"b"')).rejects.toThrow("ends inside its JSON array, in element 2");
  await expect(rowsOf("after.json", '[{"a":1}] {"b":2}')).rejects.toThrow('"{" stands after it');
});

test("however a JSON array is written and cut into chunks, its elements are those that JSON.parse finds", async () => {
  const array = fc.array(fc.jsonValue(), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      array,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 3 }),
      async (values, size, indent) => {
        const elements: unknown[] = [];
        for await (const { number, bytes } of arrayElements(
          cut(Buffer.from(JSON.stringify(values, null, indent)), size),
        )) {
          expect(number).toBe(elements.length + 1);
          elements.push(JSON.parse(String(bytes)));
        }
        expect(elements).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
  );
});

test("however lines are cut into chunks, they come out whole", async () => {
  const line = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !text.includes("\n") && text.trim() !== "");
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 20 }), async (texts, size) => {
      const read: string[] = [];
      for await (const { bytes } of lines(cut(Buffer.from(texts.join("\n")), size))) read.push(String(bytes));
      expect(read).toEqual(texts.map((text) => Buffer.from(text).toString()));
    }),
  );
});

test("CSV: cells come by their column's name, an empty one as null, quoted ones as they were", async () => {
  const text = '\uFEFFid,name,note\r\n1,"Ann, ""A""","two\nlines"\r\n2,,x"y\r\n';
  expect(await rowsOf("people.csv", text)).toEqual([
    [1, { id: "1", name: 'Ann, "A"', note: "two\nlines" }],
    [2, { id: "2", name: null, note: 'x"y' }],
  ]);
});

test("CSV: a row with too few or too many cells is told, and the next is read", async () => {
  expect(await rowsOf("ragged.csv", "a,b\n1\n1,2,3\n4,5\n")).toEqual([
    [1, "the row has 1 cells, and the header names 2 columns"],
    [2, "the row has 3 cells, and the header names 2 columns"],
    [3, { a: "4", b: "5" }],
  ]);
});

test("CSV: a column named __proto__ is a column like another", async () => {
  const [[, columns] = []] = await rowsOf("proto.csv", "__proto__,a\nx,1\n");
  expect(Object.entries(columns ?? {})).toEqual([
    ["__proto__", "x"],
    ["a", "1"],
  ]);
});

test("CSV: a quote that is never closed ends the file with its row, after the rows before it", async () => {
  const path = join(folder, "open.csv");
  writeFileSync(path, 'a,b\n1,2\n3,"open\n5,6\n');
  const { rows } = await openRows(path);
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const row of rows) seen.push(row.number);
  })();
  await expect(reading).rejects.toThrow("row 2 can't be read, nor those after it");
  expect(seen).toEqual([1]);
});

test("CSV: a header that names a column twice, or not at all, is an error", async () => {
  await expect(rowsOf("twice.csv", "a,b,a\n1,2,3\n")).rejects.toThrow('names the column "a" twice; it has a, b, a');
  await expect(rowsOf("unnamed.csv", "a,,c\n1,2,3\n")).rejects.toThrow("names no column 2");
});

test("a gzipped file is read as what it holds, and one that is cut short is an error", async () => {
  const zipped = gzipSync("a,b\n1,2\n");
  expect(await rowsOf("zipped.csv.gz", zipped)).toEqual([[1, { a: "1", b: "2" }]]);
  expect(await rowsOf("zipped.ndjson.gz", gzipSync('{"a":1}'))).toEqual([[1, { a: 1 }]]);
  await expect(rowsOf("short.csv.gz", zipped.subarray(0, zipped.length - 12))).rejects.toThrow(
    "unexpected end of file",
  );
});

test("a file that is not there is an error", async () => {
  const missing = join(folder, "missing.csv");
  await expect(openRows(missing)).rejects.toThrow(`there is no file ${missing}`);
  await expect(openRows(folder)).rejects.toThrow(`${folder} is a folder: give a file`);
});

test("a file is done with as its rows are, not as it is read ahead", async () => {
  const path = join(folder, "progress.ndjson");
  writeFileSync(path, '{"n":1}\n'.repeat(100));
  const file = await openRows(path);
  expect(file.progress(0)).toBe(0);
  for await (const _row of file.rows) expect(file.progress(0)).toBe(0);
  expect(file.progress(50)).toBe(0.5);
  expect(file.progress(100)).toBe(1);
});
