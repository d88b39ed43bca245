import { readSettings } from "./settings";

const env = {
  TABLE_NAME: "table",
  TTL_DAYS: "30",
  EVENT_TYPE_BUCKETS: "10",
  EVENT_TYPES: "click, VIEW",
  FAILURES_BUCKET: "failures",
  PROCESSOR_NAME: "stream-processor",
  ENVIRONMENT: "dev",
};

describe("readSettings", () => {
  it("reads what the stack sets", () => {
    expect(readSettings(env)).toEqual({
      tableName: "table",
      ttlDays: 30,
      eventTypeBuckets: 10,
      eventTypes: new Set(["CLICK", "VIEW"]),
      failuresBucket: "failures",
      processorName: "stream-processor",
      environment: "dev",
    });
  });

  it("counts every event type as OTHER when none is named", () => {
    expect(readSettings({ ...env, EVENT_TYPES: "" }).eventTypes).not.toContain("CLICK");
  });

  it("lists every variable that is missing or bad", () => {
    expect(() =>
      readSettings({ ...env, TABLE_NAME: undefined, TTL_DAYS: "0", EVENT_TYPE_BUCKETS: "ten", ENVIRONMENT: "" }),
    ).toThrow(
      "the function's environment variables are wrong: TABLE_NAME is missing; " +
        'TTL_DAYS is "0"; expected a whole number from 1; ENVIRONMENT is empty; ' +
        'EVENT_TYPE_BUCKETS is "ten"; expected a whole number from 1. The stack sets them.',
    );
  });
});
