import { ColumnError, type Mapping, RowError, rowMapper } from "./mapping";

const plain: Mapping = { map: [], set: [], key: ["user_id"], timestamp: {}, timed: false };

/** Maps rows of columns, numbered from 1, and parses the events. */
function eventsOf(rows: readonly Record<string, unknown>[], mapping: Partial<Mapping> = {}) {
  const toRecord = rowMapper({ ...plain, ...mapping });
  return rows.map((columns, index) => {
    const { data, partitionKey } = toRecord({ number: index + 1, columns });
    return { event: JSON.parse(Buffer.from(data).toString()) as unknown, partitionKey };
  });
}

const order = { customer: "ann", kind: "ORDER", when: "2026-01-01T10:00:00Z", os: "Linux" };
const names: Mapping["map"] = [
  { field: ["user_id"], column: "customer" },
  { field: ["event_type"], column: "kind" },
];

test("a mapped column is renamed, one that is not keeps its name, and set fields are the same everywhere", () => {
  const map = [...names, { field: ["metadata", "device"], column: "os" }];
  const [first] = eventsOf([order], { map, set: [{ field: ["metadata", "country"], value: "DE" }] });
  expect(first).toEqual({
    partitionKey: "ann",
    event: {
      user_id: "ann",
      event_type: "ORDER",
      when: "2026-01-01T10:00:00Z",
      metadata: { device: "Linux", country: "DE" },
    },
  });
});

test("two columns may swap their names, and one may become two fields", () => {
  const map: Mapping["map"] = [
    { field: ["user_id"], column: "event_type" },
    { field: ["event_type"], column: "user_id" },
    { field: ["origin"], column: "user_id" },
  ];
  const [first] = eventsOf([{ user_id: "a", event_type: "b" }], { map });
  expect(first?.event).toEqual({ user_id: "b", event_type: "a", origin: "a" });
});

test("a column of a nested object is found by its path, unless a column has that very name", () => {
  const map: Mapping["map"] = [...names, { field: ["city"], column: "address.city" }];
  const nested = { ...order, address: { city: "Kyoto" } };
  expect(eventsOf([nested], { map })[0]?.event).toMatchObject({ city: "Kyoto", address: { city: "Kyoto" } });
  const flat = { ...order, "address.city": "Nara" };
  expect(eventsOf([flat], { map })[0]?.event).toMatchObject({ city: "Nara" });
});

test("event_id is the row's number or a column's value, always text", () => {
  const rows = [
    { user_id: "a", event_type: "X", order: 7 },
    { user_id: "a", event_type: "X", order: 8 },
  ];
  expect(eventsOf(rows, { id: { from: "row" } }).map(({ event }) => event)).toMatchObject([
    { event_id: "1" },
    { event_id: "2" },
  ]);
  const byColumn = eventsOf(rows, { id: { from: "column", column: "order" } });
  expect(byColumn.map(({ event }) => event)).toMatchObject([{ event_id: "7" }, { event_id: "8" }]);
});

test("a column that the first row has not got is an error that says which there are and which was meant", () => {
  const map: Mapping["map"] = [{ field: ["user_id"], column: "custmer" }];
  expect(() => eventsOf([order], { map })).toThrow(ColumnError);
  expect(() => eventsOf([order], { map })).toThrow(
    'the file has no column "custmer"; it has customer, kind, when, os (did you mean customer?)',
  );
});

test("a row without user_id, event_type or partition key is refused, with what it has", () => {
  expect(() => eventsOf([{ user_id: "a" }])).toThrow(RowError);
  expect(() => eventsOf([{ user_id: "a" }])).toThrow('"event_type" is missing or empty; the row has user_id');
  expect(() => eventsOf([{ user_id: "", event_type: "X" }])).toThrow('"user_id" is missing or empty');
  const row = { user_id: "a", event_type: "X", tenant: null };
  expect(() => eventsOf([row], { key: ["tenant"] })).toThrow('"tenant" is missing or empty');
});

test("value is a number even where the file has text, and text that is no number refuses the row", () => {
  const row = { user_id: "a", event_type: "X", value: " 12.50 ", zip: "01234" };
  expect(eventsOf([row])[0]?.event).toMatchObject({ value: 12.5, zip: "01234" });
  expect(() => eventsOf([{ ...row, value: "dear" }])).toThrow('"value" is "dear", and must be a number');
});

test("a JSON row that nothing changes is sent byte for byte", () => {
  const json = Buffer.from('{ "user_id":"a", "event_type":"X", "big":9007199254740993 }');
  const columns = JSON.parse(json.toString()) as Record<string, unknown>;
  expect(rowMapper(plain)({ number: 1, columns, json }).data).toBe(json);
});

test("a number that would lose digits refuses its row where the row is changed, and only there", () => {
  const toRecord = rowMapper({ ...plain, id: { from: "row" } });
  const sent = (json: string) => {
    const { data } = toRecord({
      number: 1,
      columns: JSON.parse(json) as Record<string, unknown>,
      json: Buffer.from(json),
    });
    return Buffer.from(data).toString();
  };
  const row = (fields: string) => `{"user_id":"a","event_type":"X",${fields}}`;
  for (const fields of [
    '"user_id":9007199254740993',
    '"order":{"ids":[-12345678901234567890]}',
    '"\\"":9007199254740993',
  ]) {
    expect(() => sent(row(fields))).toThrow(
      /^the number -?\d+ would lose digits in a row that is changed: make it text$/,
    );
  }
  for (const fields of [
    '"order":9007199254740991',
    '"id":"9007199254740993"',
    '"say":"\\"1\\\\","ratio":0.1000000000000000055',
  ]) {
    expect(sent(row(fields))).toContain('"event_id":"1"');
  }
  expect(sent(row(`"say":"${'\\"'.repeat(5_000_000)}9007199254740993"`))).toContain('"event_id":"1"');
  const csv = { user_id: "a", event_type: "X", value: "9007199254740993" };
  expect(() => eventsOf([csv])).toThrow("the number 9007199254740993 would lose digits");
});

test("timestamps of a format and zone become UTC with milliseconds, and a bad one refuses its row", () => {
  const timestamp = { format: "yyyy/MM/dd HH:mm", zone: "America/Chicago" };
  const row = { user_id: "a", event_type: "X", timestamp: "2001/01/01 00:47" };
  expect(eventsOf([row], { timestamp })[0]?.event).toMatchObject({ timestamp: "2001-01-01T06:47:00.000Z" });
  expect(() => eventsOf([{ ...row, timestamp: "2001/13/01 00:47" }], { timestamp })).toThrow(
    'the timestamp "2001/13/01 00:47" is not of the form yyyy/MM/dd HH:mm',
  );
});

test("a replay by the file's times needs a timestamp in every row", () => {
  const toRecord = rowMapper({ ...plain, timed: true });
  const columns = { user_id: "a", event_type: "X", timestamp: 1_000_000_000 };
  expect(toRecord({ number: 1, columns }).timeMs).toBe(1_000_000_000_000);
  expect(() => toRecord({ number: 2, columns: { user_id: "a", event_type: "X" } })).toThrow('"timestamp" is missing');
});
