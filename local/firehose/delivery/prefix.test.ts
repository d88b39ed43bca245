import fc from "fast-check";
import { seededRandom } from "../../random";
import { evaluatePrefix, type PrefixContext, PrefixEvaluationError, parsePrefix } from "./prefix";

// A Tuesday; in Tokyo 13:05 of the same day, in New York 23:05 of the day before.
const arrivalMs = Date.UTC(2026, 1, 3, 4, 5, 6, 789);

function evaluated(template: string | undefined, differing: Partial<PrefixContext> = {}): string {
  return evaluatePrefix(template, { arrivalMs, random: seededRandom(1), ...differing });
}

describe("A prefix", () => {
  test.each([
    [undefined, "2026/02/03/04/"],
    ["", "2026/02/03/04/"],
    ["data/", "data/2026/02/03/04/"],
    // AWS puts no slash between.
    ["legacy", "legacy2026/02/03/04/"],
  ])("%p without expressions is followed by the hour", (template, expected) => {
    expect(evaluated(template)).toBe(expected);
  });

  test.each([
    ["data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/", "data/year=2026/month=02/"],
    ["!{timestamp:'year='yyyy'/month='MM}", "year=2026/month=02"],
    ["!{timestamp:HH:mm:ss.SSS}", "04:05:06.789"],
    ["!{timestamp:''yy}", "'26"],
    ["!{timestamp:EEE, d MMM yyyy h a}/", "Tue, 3 Feb 2026 4 AM/"],
    ["!{timestamp:YYYY-'w'ww}/", "2026-w06/"],
    ["!{timestamp:yyyy-DDD}/", "2026-034/"],
  ])("%s is evaluated as Java does, and followed by nothing", (template, expected) => {
    expect(evaluated(template)).toBe(expected);
  });

  test.each([
    ["Asia/Tokyo", "2026/02/03/13/+09:00"],
    ["America/New_York", "2026/02/02/23/-05:00"],
  ])("is evaluated in %s when that is its time zone", (timeZone, expected) => {
    expect(evaluated("!{timestamp:yyyy/MM/dd/HH/XXX}", { timeZone })).toBe(expected);
  });

  test("has a new random string of 11 characters at each use", () => {
    const [first = "", second = ""] = evaluated("!{firehose:random-string}/!{firehose:random-string}").split("/");
    expect([first.length, second.length]).toEqual([11, 11]);
    expect(first).not.toBe(second);
  });

  test("takes partition keys from the query and from the function, as they are", () => {
    const partitionKeys = { query: { id: "a b/c" }, lambda: { id: "d" } };
    expect(evaluated("!{partitionKeyFromQuery:id}/!{partitionKeyFromLambda:id}/", { partitionKeys })).toBe("a b/c/d/");
  });

  test.each([
    ["has no partition key", undefined],
    ["lacks the one that is asked for", { query: { other: "x" }, lambda: { id: "x" } }],
    ["has an empty one", { query: { id: "" }, lambda: {} }],
  ])("fails for a record that %s", (_, partitionKeys) => {
    const evaluating = () => evaluated("!{partitionKeyFromQuery:id}/", { partitionKeys });
    expect(evaluating).toThrow(new PrefixEvaluationError("partitionKeys values must not be null or empty"));
  });

  test("takes no key for what every object of JavaScript has", () => {
    const partitionKeys = { query: {}, lambda: {} };
    expect(() => evaluated("!{partitionKeyFromQuery:constructor}/", { partitionKeys })).toThrow(PrefixEvaluationError);
  });

  test("may not exceed 512 characters once evaluated", () => {
    const withKey = (id: string) =>
      evaluated("!{partitionKeyFromQuery:id}", { partitionKeys: { query: { id }, lambda: {} } });
    expect(withKey("x".repeat(512))).toHaveLength(512);
    expect(() => withKey("x".repeat(513))).toThrow(
      new PrefixEvaluationError("The evaluated prefix must not exceed 512 characters; got 513"),
    );
  });

  test.each([
    ["!{timestamp:yyyy", "!{ begins an expression, which must end with }; got !{timestamp:yyyy"],
    ["a/!{time:yyyy}/", "one of timestamp, firehose, partitionKeyFromQuery, partitionKeyFromLambda; got !{time:yyyy}"],
    ["!{timestampX}", "got !{timestampX}"],
    ["!{timestamp:}", "an expression needs a value; got !{timestamp:}"],
    [
      "!{timestamp:yyyy-ff}",
      "!{timestamp:yyyy-ff} is no pattern of Java's DateTimeFormatter: Unknown pattern letter: f",
    ],
    ["!{timestamp:'year}", "is no pattern of Java's DateTimeFormatter"],
    ["!{firehose:random}", "firehose knows random-string and error-output-type; got !{firehose:random}"],
    ["!{firehose:error-output-type}/", "stands in ErrorOutputPrefix only"],
  ])("%s is refused", (template, problem) => {
    const refusal = expect.objectContaining({
      code: "InvalidArgumentException",
      message: expect.stringContaining(problem),
    });
    expect(() => evaluated(template)).toThrow(refusal);
  });

  test("that has only text comes back with the hour behind it, whatever the text", () => {
    const texts = fc.string({ maxLength: 400 }).filter((text) => !text.includes("!{"));
    fc.assert(fc.property(texts, (text) => expect(evaluated(text)).toBe(`${text}2026/02/03/04/`)));
  });
});

describe("An error output prefix", () => {
  test("of any length stands before the errors, which have nowhere else to go", () => {
    const errorOutputType = "metadata-extraction-failed";
    expect(evaluated("e".repeat(512), { errorOutputType })).toHaveLength(
      512 + `${errorOutputType}/2026/01/01/00/`.length,
    );
  });

  test.each([
    ["errors/!{firehose:error-output-type}/", "errors/processing-failed/"],
    ["errors/!{timestamp:yyyy}/!{firehose:error-output-type}", "errors/2026/processing-failed"],
    ["errors/", "errors/processing-failed/2026/02/03/04/"],
    [undefined, "processing-failed/2026/02/03/04/"],
  ])("%s says the type of the error", (template, expected) => {
    expect(evaluated(template, { errorOutputType: "processing-failed" })).toBe(expected);
  });
});

test("parsePrefix tells the expressions of a prefix and what stands between", () => {
  expect(parsePrefix("a/!{timestamp:HH:mm}!{firehose:random-string}/b")).toEqual([
    "a/",
    { namespace: "timestamp", value: "HH:mm" },
    { namespace: "firehose", value: "random-string" },
    "/b",
  ]);
});
