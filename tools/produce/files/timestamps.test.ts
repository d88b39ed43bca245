import { type TimestampForm, timestampReader } from "./timestamps";

function read(value: unknown, form: TimestampForm = {}): string {
  return new Date(timestampReader(form)(value)).toISOString();
}

test.each([
  ["2026-03-04T05:06:07Z", "2026-03-04T05:06:07.000Z"],
  ["2026-03-04T05:06:07.089+02:00", "2026-03-04T03:06:07.089Z"],
  ["2026-03-04 05:06", "2026-03-04T05:06:00.000Z"],
  ["2026-03-04", "2026-03-04T00:00:00.000Z"],
  [1_772_600_767, "2026-03-04T05:06:07.000Z"],
  [1_772_600_767_089, "2026-03-04T05:06:07.089Z"],
  ["1772600767", "2026-03-04T05:06:07.000Z"],
  [-86_400, "1969-12-31T00:00:00.000Z"],
])("without a format, %p is ISO-8601 or an epoch time", (value, expected) => {
  expect(read(value)).toBe(expected);
});

test.each(["yesterday", "", 1e20, "123456789", {}, true, "2026-02-30"])("%p is no timestamp", (value) => {
  expect(() => read(value)).toThrow("is not ISO-8601, epoch seconds or epoch milliseconds");
});

test("a time without an offset is the zone's, and an offset in the text decides", () => {
  expect(read("2026-07-01T12:00:00", { zone: "Asia/Tokyo" })).toBe("2026-07-01T03:00:00.000Z");
  expect(read("2026-07-01T12:00:00Z", { zone: "Asia/Tokyo" })).toBe("2026-07-01T12:00:00.000Z");
});

const chicago = { format: "yyyy/MM/dd HH:mm", zone: "America/Chicago" };

test("a local time that a clock change leaves out is moved on by the hour left out", () => {
  expect(read("2001/04/01 01:59", chicago)).toBe("2001-04-01T07:59:00.000Z");
  expect(read("2001/04/01 02:30", chicago)).toBe("2001-04-01T08:30:00.000Z");
  expect(read("2001/04/01 03:00", chicago)).toBe("2001-04-01T08:00:00.000Z");
});

test("a local time that a clock change makes twice is the first of the two", () => {
  expect(read("2001/10/28 00:59", chicago)).toBe("2001-10-28T05:59:00.000Z");
  expect(read("2001/10/28 01:30", chicago)).toBe("2001-10-28T06:30:00.000Z");
  expect(read("2001/10/28 02:00", chicago)).toBe("2001-10-28T08:00:00.000Z");
});

test("an offset in the text tells the two apart", () => {
  const form = { ...chicago, format: "yyyy/MM/dd HH:mm ZZ" };
  expect(read("2001/10/28 01:30 -06:00", form)).toBe("2001-10-28T07:30:00.000Z");
});

test("names of months are read in English", () => {
  expect(read("4 Mar 2026", { format: "d LLL yyyy" })).toBe("2026-03-04T00:00:00.000Z");
});
