import fc from "fast-check";
import { ExactNumber } from "./json";
import { PermanentError } from "./permanent-error";
import { toIsoTimestamp } from "./timestamp";

const arrivedAtMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

describe("toIsoTimestamp", () => {
  it.each([
    ["2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"],
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02T03:04Z", "2026-01-02T03:04:00.000Z"],
    ["2026-01-02t03:04:05z", "2026-01-02T03:04:05.000Z"],
    [" 2026-01-02 03:04:05,5 ", "2026-01-02T03:04:05.500Z"],
    ["2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123Z"],
    ["2026-01-02T03:04:05+09:00", "2026-01-01T18:04:05.000Z"],
    ["2026-01-02T03:04:05-0330", "2026-01-02T06:34:05.000Z"],
    ["2026-01-02T03:04:05+01", "2026-01-02T02:04:05.000Z"],
    ["2026-01-02T03:04:05", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02", "2026-01-02T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    [1_767_323_045, "2026-01-02T03:04:05.000Z"],
    [1_767_323_045.678, "2026-01-02T03:04:05.678Z"],
    [1_767_323_045_678, "2026-01-02T03:04:05.678Z"],
    ["1767323045", "2026-01-02T03:04:05.000Z"],
    ["1767323045.678", "2026-01-02T03:04:05.678Z"],
    ["1767323045678", "2026-01-02T03:04:05.678Z"],
    [new ExactNumber("1767323045.67800000001"), "2026-01-02T03:04:05.678Z"],
    [-1, "1969-12-31T23:59:59.000Z"],
    [undefined, "2026-01-02T03:04:05.678Z"],
    [null, "2026-01-02T03:04:05.678Z"],
  ])("reads %p as %s", (timestamp, expected) => {
    expect(toIsoTimestamp(timestamp, arrivedAtMs)).toBe(expected);
  });

  it.each([
    ["yesterday"],
    [""],
    ["2026-02-30"],
    ["2026-13-01"],
    ["2026-01-02T24:00:00Z"],
    ["2026-01-02T03:60:00Z"],
    ["2026-01-02T03:04:61Z"],
    ["2026-01-02T03:04:05+24:00"],
    ["2026-01-02T03:04:05+01:60"],
    ["2026"],
    ["1767323045678901"],
    ["March 7, 2026"],
    ["+012026-01-02T03:04:05Z"],
    ["0000-01-01T00:00:00+10:00"],
    [1_767_323_045_678_901],
    [1e300],
    [new ExactNumber("1767323045678901234")],
    [true],
    [{}],
    [["2026-01-02"]],
  ])("refuses %p with what it got and what it takes", (timestamp) => {
    const read = () => toIsoTimestamp(timestamp, arrivedAtMs);
    expect(read).toThrow(PermanentError);
    expect(read).toThrow(/^"timestamp" is .+; expected ISO-8601, or seconds or milliseconds since the epoch$/);
  });

  it("gives back any time of the four-digit years that is written as it writes it", () => {
    const time = fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(time, (date) => {
        expect(toIsoTimestamp(date.toISOString(), 0)).toBe(date.toISOString());
      }),
    );
  });
});
