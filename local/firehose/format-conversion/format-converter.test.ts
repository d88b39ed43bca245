import { VirtualClock } from "../../clock";
import {
  type ConversionOptions,
  convertTexts,
  nowMs,
  queryParquet,
  readParquet,
  rowsOf,
  tableOf,
} from "./conversion-fixture";
import { createFormatConverter, OrcNotWrittenError } from "./format-converter";

const hive = (...TimestampFormats: string[]): ConversionOptions => ({
  deserializer: { HiveJsonSerDe: { TimestampFormats } },
});
const openX = (OpenXJsonSerDe: object): ConversionOptions => ({ deserializer: { OpenXJsonSerDe } });

/** What a value becomes in a column of that type. */
async function valueRead(type: string, json: string, options?: ConversionOptions) {
  const [row] = await rowsOf({ v: type }, [`{"v": ${json}}`], options);
  return row?.[0];
}

/** Why a record can't be converted; fails when it can. */
async function failureOf(columns: Record<string, string>, text: string, options?: ConversionOptions) {
  const { chunks, converted, failed } = await convertTexts(columns, [text], options);
  expect({ chunks, converted }).toEqual({ chunks: undefined, converted: [] });
  return { code: failed[0]?.errorCode.replace("DataFormatConversion.", ""), message: failed[0]?.errorMessage };
}

const micros = (iso: string) => BigInt(Date.parse(iso)) * 1000n;

describe("with OpenX's SerDe", () => {
  it.each([
    ["string", "12.5", "12.5"],
    ["string", "true", "true"],
    ["string", "12345678901234567890123.45", "12345678901234567890123.45"],
    ["string", '{"A": [1, {"B": null}], "b": 1e400}', '{"a":[1,{"b":null}],"b":1e400}'],
    ["varchar(3)", '"a👍bcd"', "a👍b"],
    ["char(5)", '"ab   "', "ab"],
    ["boolean", '"TRUE"', true],
    ["tinyint", "-128", -128],
    ["int", '" 42 "', 42],
    ["int", "1e3", 1000],
    ["bigint", "9007199254740993", 9007199254740993n],
    ["bigint", '"-9223372036854775808"', -(2n ** 63n)],
    ["float", "0.1", Math.fround(0.1)],
    ["double", '"-1.5e-3"', -0.0015],
    ["decimal(10,2)", "1.005", 101n],
    ["decimal(10,2)", "-1.005", -101n],
    ["decimal(10,2)", '".5"', 50n],
    ["decimal(38,10)", "1234567890123456789012345678.0123456789", 12345678901234567890123456780123456789n],
    ["decimal(10,2)", "1e-1000000000", 0n],
    ["decimal(10,2)", "0e1000000000", 0n],
    ["date", '"2026-2-3"', 20_487],
    ["array<int>", '"7"', [7]],
    ["array<int>", "[]", []],
    ["array<array<int>>", "[[1, null], null, []]", [[1, null], null, []]],
    ["struct<a:int,b:string>", '{"B": "x", "other": 1}', { a: null, b: "x" }],
    ["struct<a:int,b:string>", "[1]", { a: 1, b: null }],
    ["struct<a:int,b:string>", "{}", { a: null, b: null }],
    [
      "map<string,int>",
      '{"Mixed": 1, "none": null}',
      new Map([
        ["mixed", 1],
        ["none", null],
      ]),
    ],
    ["map<int,string>", '{"7": "seven"}', new Map([[7, "seven"]])],
  ])("reads into a column of type %s the value %s", async (type, json, expected) => {
    expect(await valueRead(type, json)).toEqual(expected);
  });

  // The first five are the examples of the Developer Guide.
  it.each([
    ['"2017-02-07T15:13:01.39256Z"', "2017-02-07T15:13:01.392Z", 560n],
    ['"2017-02-07 15:13:01.14"', "2017-02-07T15:13:01.140Z", 0n],
    ["1518033528", "2018-02-07T19:58:48Z", 0n],
    ["1518033528123", "2018-02-07T19:58:48.123Z", 0n],
    ["1518033528.123", "2018-02-07T19:58:48.123Z", 0n],
    ["1518033528.123456", "2018-02-07T19:58:48.123Z", 456n],
    ['"1518033528"', "2018-02-07T19:58:48Z", 0n],
    ["999999999999", "33658-09-27T01:46:39Z", 0n],
    ["1000000000000", "2001-09-09T01:46:40Z", 0n],
    ["-1000", "1969-12-31T23:43:20Z", 0n],
    ['"2026-9-7 1:2:3.123456789"', "2026-09-07T01:02:03.123Z", 456n],
    ['"2026-09-07T12:00:02"', "2026-09-07T12:00:02Z", 0n],
    ['"2024-02-29 00:00:00"', "2024-02-29T00:00:00Z", 0n],
    ['"0001-01-01 00:00:00"', "0001-01-01T00:00:00Z", 0n],
  ])("reads the timestamp %s", async (json, iso, furtherMicros) => {
    const date = /^\d{5}/.test(iso) ? `+0${iso}` : iso;
    expect(await valueRead("timestamp", json)).toBe(micros(date) + furtherMicros);
  });

  it.each([
    ["int", '"x"', 'For input string: "x"'],
    ["int", "1.5", 'For input string: "1.5"'],
    ["int", "true", 'For input string: "true"'],
    ["int", "[1]", "The column can't hold a JSON array"],
    ["tinyint", "128", 'For input string: "128"'],
    ["int", "-2147483649", 'For input string: "-2147483649"'],
    ["bigint", "9223372036854775808", 'For input string: "9223372036854775808"'],
    ["float", "1e39", 'For input string: "1e39"'],
    ["double", "1e400", 'For input string: "1e400"'],
    ["double", '"NaN"', 'For input string: "NaN"'],
    ["double", '""', 'For input string: ""'],
    ["double", "{}", "The column can't hold a JSON object"],
    ["decimal(4,2)", "99.995", 'For input string: "99.995"'],
    ["decimal(4,2)", "1e1000000000", 'For input string: "1e1000000000"'],
    ["boolean", '"maybe"', 'For input string: "maybe"'],
    ["date", '"2026-02-30"', 'For input string: "2026-02-30"'],
    ["date", "20487", 'For input string: "20487"'],
    ["timestamp", '"2026-9-7T12:00:02Z"', "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]"],
    ["timestamp", '"2026-05-21T14:00:00+00:00"', "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]"],
    ["timestamp", '["2026-05-21 14:00:00"]', "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]"],
    ["timestamp", '"2026-02-03 24:00:00"', 'For input string: "2026-02-03 24:00:00"'],
    ["timestamp", "1e30", 'For input string: "1e30"'],
    ["struct<a:int>", "42", "Data is not JSONObject  but java.lang.Long with value 42"],
    ["struct<a:int>", '{"a": "x"}', 'For input string: "x"'],
    ["map<string,int>", '"text"', 'Data is not JSONObject  but java.lang.String with value "text"'],
    ["map<int,int>", '{"x": 1}', 'For input string: "x"'],
    ["array<int>", '[1, "x"]', 'For input string: "x"'],
  ])("refuses for a column of type %s the value %s", async (type, json, reason) => {
    const message = `Data does not match the schema. ${reason}`;
    expect(await failureOf({ v: type }, `{"v": ${json}}`)).toEqual({ code: "MalformedData", message });
  });

  it("finds keys in any case, and leaves what is missing or null null", async () => {
    const texts = ['{"USER_ID": "a", "Amount": 1}', '{"user_id": null}', "{}", '{"other": 1}'];
    expect(await rowsOf({ User_Id: "string", amount: "int" }, texts)).toEqual([
      ["a", 1],
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it("heeds the case of keys when it is told to, and then keeps it in maps", async () => {
    const text = '{"A": 1, "m": {"Key": 2}}';
    expect(await rowsOf({ a: "int", m: "map<string,int>" }, [text], openX({ CaseInsensitive: false }))).toEqual([
      [null, new Map([["Key", 2]])],
    ]);
  });

  it("reads a column from the key that it is mapped to, in structs too", async () => {
    const options = openX({ ColumnToJsonKeyMappings: { ts: "timestamp" } });
    const columns = { ts: "timestamp", timestamp: "int", s: "struct<ts:int>" };
    const text = '{"Timestamp": 1518033528, "ts": 1, "s": {"timestamp": 5}}';
    expect(await rowsOf(columns, [text], options)).toEqual([[micros("2018-02-07T19:58:48Z"), 1518033528, { ts: 5 }]]);
  });

  it("reads a key with dots into a column with underscores when it is told to", async () => {
    const text = '{"a.b": 1}';
    expect(await rowsOf({ a_b: "int" }, [text], openX({ ConvertDotsInJsonKeysToUnderscores: true }))).toEqual([[1]]);
    expect(await rowsOf({ a_b: "int" }, [text])).toEqual([[null]]);
  });

  it("has no binary columns", async () => {
    expect(await failureOf({ v: "array<binary>" }, "{}")).toEqual({
      code: "InvalidSchema",
      message:
        "The schema is invalid. One or more columns have types that are not supported by org.openx.data.JsonSerDe",
    });
  });
});

describe("with Hive's SerDe", () => {
  it.each([
    ["string", "12.5", "12.5"],
    ["int", "7", 7],
    ["binary", '"ü"', "c3bc"],
    ["timestamp", '"2017-02-07 15:13:01.14"', micros("2017-02-07T15:13:01.140Z")],
    ["map<string,int>", '{"Mixed": 1}', new Map([["Mixed", 1]])],
    ["map<int,int>", '{"7": 1}', new Map([[7, 1]])],
    ["struct<a:int>", '{"A": 1}', { a: 1 }],
  ])("reads into a column of type %s the value %s", async (type, json, expected) => {
    expect(await valueRead(type, json, hive())).toEqual(expected);
  });

  it.each([
    [["yyyy-MM-dd'T'HH:mm:ssZ"], '"2026-01-02T03:04:05+0900"', "2026-01-01T18:04:05Z"],
    [["yyyy-MM-dd'T'HH:mm:ssZZ"], '"2026-01-02T03:04:05+09:00"', "2026-01-01T18:04:05Z"],
    [["millis"], "1518033528123", "2018-02-07T19:58:48.123Z"],
    [["dd/MMM/yyyy:HH:mm:ss", "millis"], '"02/Jan/2026:03:04:05"', "2026-01-02T03:04:05Z"],
    [["dd/MMM/yyyy:HH:mm:ss", "millis"], '"1518033528123"', "2018-02-07T19:58:48.123Z"],
    [["HH:mm"], '"03:04"', "1970-01-01T03:04:00Z"],
    [["yyyy-MM"], '"2026-05"', "2026-05-01T00:00:00Z"],
    [["yyyy-MM-dd", "MM/dd"], '"05/06"', "1970-05-06T00:00:00Z"],
    [["yyyy"], "2026", "2026-01-01T00:00:00Z"],
  ])("reads by the timestamp formats %j the value %s", async (formats, json, iso) => {
    expect(await valueRead("timestamp", json, hive(...formats))).toBe(micros(iso));
  });

  it.each([
    ["int", '"7"', "Current token (VALUE_STRING) not numeric, can not use numeric value accessors"],
    ["boolean", '"true"', 'For input string: "true"'],
    ["array<int>", "7", "java.io.IOException: Start of Array expected"],
    ["struct<a:int>", "[1]", "java.io.IOException: Start of Object expected"],
    ["map<string,int>", "7", "java.io.IOException: Start of Object expected"],
    ["timestamp", '"2017-02-07T15:13:01Z"', "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]"],
    ["timestamp", "1518033528", "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]"],
  ])("refuses for a column of type %s the value %s", async (type, json, reason) => {
    const message = `Data does not match the schema. ${reason}`;
    expect(await failureOf({ v: type }, `{"v": ${json}}`, hive())).toEqual({ code: "MalformedData", message });
  });

  it.each([
    ["an object", '{"toString": 1}'],
    ["a list", '["2026"]'],
    ["a deep list", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
    ["a boolean", "true"],
    ["a day that there is not", '"02/30"'],
  ])("refuses %s for a timestamp that has formats", async (_what, json) => {
    const { code } = await failureOf({ v: "timestamp" }, `{"v": ${json}}`, hive("yyyy", "MM/dd"));
    expect(code).toBe("MalformedData");
  });

  it("refuses a timestamp of none of the formats, and an object for a text", async () => {
    expect((await failureOf({ v: "timestamp" }, '{"v": "x"}', hive("yyyy", "millis"))).message).toBe(
      'Data does not match the schema. Invalid timestamp "x"',
    );
    expect((await failureOf({ v: "string" }, '{"v": {}}', hive())).message).toBe(
      "One or more fields have incorrect format. Exception when validating field (root)",
    );
  });

  it("fails every record when a timestamp format has no meaning", async () => {
    expect((await failureOf({ v: "timestamp" }, "{}", hive("yyyy-bb"))).message).toContain(
      'Invalid deserializer option(s): timestamp format "yyyy-bb"',
    );
  });
});

describe("a record", () => {
  it("makes a row of each of its JSON documents", async () => {
    const texts = ['{"a":1}{"b":"}{"}', ' {"a":2}\n\n{"a":3}\n', '{"a":"\\"{"}{"a":4}'];
    const { chunks, failed } = await convertTexts({ a: "int", b: "string" }, texts);
    expect(await readParquet(chunks ?? [])).toEqual([
      [1, null],
      [null, "}{"],
      [2, null],
      [3, null],
    ]);
    expect(failed.map(({ record }) => String(record.data))).toEqual(['{"a":"\\"{"}{"a":4}']);
  });

  it.each([
    ["", "MalformedData", "The record was empty or contained only whitespace."],
    [" \n", "MalformedData", "The record was empty or contained only whitespace."],
    ["7", "MalformedData", "The input JSON contained a primitive at the top level."],
    ['[{"a":1}, {"a":2}]', "MalformedData", "An array of JSON documents is not a valid input"],
    ["this is not JSON", "ParseError", "Encountered malformed JSON."],
    ['{"a":1} and then some', "ParseError", "Encountered malformed JSON."],
    ['{"a":1}{"a":', "ParseError", "Encountered malformed JSON."],
    ["}{", "ParseError", "Encountered malformed JSON."],
    ['{"a":01}', "ParseError", "Encountered malformed JSON."],
  ])("that is %j can't be converted", async (text, code, message) => {
    expect(await failureOf({ a: "int" }, text)).toEqual({ code, message: expect.stringContaining(message) });
  });

  it("of bytes that are no UTF-8 can't be converted", async () => {
    const table = tableOf({ a: "string" });
    const conversion = { InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } } };
    const data = Buffer.from('{"a":"\xff"}', "latin1");
    const record = { recordId: "1", data, arrivalMs: 0, takenMs: 0, receipt: { settle: () => undefined } };
    const { failed } = await createFormatConverter(conversion, table, new VirtualClock(nowMs)).convert([record]);
    expect(failed).toEqual([
      {
        record,
        errorCode: "DataFormatConversion.ParseError",
        errorMessage: "Encountered malformed JSON. Invalid UTF-8",
        attemptsMade: 1,
        attemptEndingMs: nowMs,
      },
    ]);
  });

  it.each([
    ["a list that is nested deeply", `{"a": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`],
    [
      "a list that is nested deeply, with a long number",
      `{"b": 12345678901234567890, "a": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
    ],
    ["brackets without end", "[".repeat(500_000)],
    ["a text of escapes without end", `{"a": "${"\\n".repeat(400_000)}`],
  ])("of %s fails as any other", async (_what, text) => {
    await failureOf({ a: "string" }, text);
    await failureOf({ a: "double" }, text);
  });

  it("of more digits than any column holds fails without being counted", async () => {
    for (const type of ["int", "bigint", "decimal(38,2)", "timestamp"]) {
      const { code } = await failureOf({ a: type }, `{"a": ${"9".repeat(10_000_000)}}`);
      expect(code).toBe("MalformedData");
    }
  });

  it("may have a text of a megabyte, escapes and all, beside a long number", async () => {
    const text = '\n"'.repeat(250_000);
    const record = JSON.stringify({ a: text }).replace("{", '{"b":12345678901234567890,');
    expect(await rowsOf({ a: "string", b: "decimal(20,0)" }, [record])).toEqual([[text, 12345678901234567890n]]);
  });

  it("finds no columns in what every object of JavaScript has", async () => {
    const columns = { constructor: "string", ["__proto__"]: "int", s: "struct<tostring:string,constructor:string>" };
    expect(await rowsOf(columns, ['{"s": {}}', '{"__proto__": 1, "s": {"constructor": "x"}}'])).toEqual([
      [null, null, { tostring: null, constructor: null }],
      [null, 1, { tostring: null, constructor: "x" }],
    ]);
  });
});

describe("a file", () => {
  it.each([
    [{}, "SNAPPY"],
    [{ Compression: "GZIP" as const }, "GZIP"],
    [{ Compression: "UNCOMPRESSED" as const }, "UNCOMPRESSED"],
  ])("is compressed as %j says", async (parquet, codec) => {
    const { chunks = [] } = await convertTexts({ a: "string" }, ['{"a": "x"}'], { parquet });
    expect(await queryParquet(chunks, "SELECT compression FROM parquet_metadata(file)")).toEqual([[codec]]);
  });

  it("holds dictionaries only where they are enabled", async () => {
    const texts = Array.from({ length: 100 }, () => '{"a": "the same again"}');
    const encodings = async (parquet: object) => {
      const { chunks = [] } = await convertTexts({ a: "string" }, texts, { parquet });
      return queryParquet(chunks, "SELECT encodings FROM parquet_metadata(file)");
    };
    expect(await encodings({})).toEqual([["PLAIN"]]);
    expect(await encodings({ EnableDictionaryCompression: true })).toEqual([["PLAIN, RLE_DICTIONARY"]]);
  });

  it("is cut into pages of the size that is asked for", async () => {
    const texts = Array.from({ length: 5000 }, (_, n) => `{"a": "${String(n).padStart(100, "0")}"}`);
    const bytes = async (PageSizeBytes?: number) => {
      const parquet = { Compression: "UNCOMPRESSED" as const, PageSizeBytes };
      const { chunks = [] } = await convertTexts({ a: "string" }, texts, { parquet });
      return Buffer.concat(chunks).length;
    };
    // Each page has a header.
    expect(await bytes(64 * 1024)).toBeGreaterThan(await bytes());
  });

  it("is written in row groups, between which others have their turn", async () => {
    const texts = Array.from({ length: 1000 }, (_, n) => `{"n": ${n}, "a": "${"x".repeat(10_000)}"}`);
    let turns = 0;
    let immediate = setImmediate(function count() {
      turns++;
      immediate = setImmediate(count);
    });
    const { chunks = [] } = await convertTexts({ n: "int" }, texts);
    clearImmediate(immediate);
    expect(turns).toBeGreaterThan(30);
    expect(await queryParquet(chunks, "SELECT row_group_num_rows FROM parquet_metadata(file)")).toHaveLength(10);
    expect(await readParquet(chunks)).toEqual(texts.map((_, n) => [n]));
  });
});

it("fails every record when the schema has a type that Hive lacks", async () => {
  const { failed } = await convertTexts({ a: "int", b: "text" }, ["{}", '{"a": 1}']);
  expect(failed).toHaveLength(2);
  expect(failed[0]).toMatchObject({
    errorCode: "DataFormatConversion.InvalidSchema",
    errorMessage:
      'The schema is invalid. Column b: a type of Hive that JSON can be read into expected at position 0 of "text", got "text"',
  });
});

it("says that ORC is not written", () => {
  const conversion = { OutputFormatConfiguration: { Serializer: { OrcSerDe: {} } } };
  expect(() => createFormatConverter(conversion, tableOf({ a: "int" }), new VirtualClock())).toThrow(
    OrcNotWrittenError,
  );
});
