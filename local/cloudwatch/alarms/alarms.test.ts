import { VirtualClock } from "../../clock";
import { putCompositeAlarm } from "../actions/put-composite-alarm";
import { putMetricAlarm } from "../actions/put-metric-alarm";
import { type CloudWatch, createCloudWatch } from "../cloudwatch";

const account = { accountId: "000000000000", region: "ap-northeast-1" };
const topic = "arn:aws:sns:ap-northeast-1:000000000000:page";
const minuteMs = 60_000;

describe("alarms", () => {
  let clock: VirtualClock;
  let cloudwatch: CloudWatch;
  let published: { readonly minute: number; readonly subject: string }[];

  beforeEach(() => {
    clock = new VirtualClock();
    const startMs = clock.now();
    published = [];
    cloudwatch = createCloudWatch({
      ...{ ...account, clock },
      publish: (_, subject) => {
        published.push({ minute: (clock.now() - startMs) / minuteMs, subject });
      },
    });
  });
  afterEach(() => cloudwatch.close());

  /** An alarm on `errors` of the namespace `app`, over 5 in one minute. */
  const putErrors = (settings: object = {}) =>
    putMetricAlarm(cloudwatch.alarms, {
      ...{ AlarmName: "errors", Namespace: "app", MetricName: "errors", Statistic: "Sum", Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: "GreaterThanThreshold" },
      ...{ TreatMissingData: "notBreaching", AlarmActions: [topic], OKActions: [topic] },
      ...settings,
    });
  const record = (value: number, name = "errors", unit = "Count") =>
    cloudwatch.recorder.metric("app", name, {}, unit).record(value);
  const stateOf = (name: string) => cloudwatch.alarms.find(name)?.state;
  const pass = (minutes: number) => clock.advance(minutes * minuteMs);
  const setState = (name: string, value: "ALARM" | "OK") => cloudwatch.alarms.setState(name, { value, reason: "test" });

  it("fires at the end of the minute that is over the threshold, and clears when that is out of sight", async () => {
    putErrors();
    await pass(1);
    expect(stateOf("errors")?.value).toBe("OK");
    record(6);
    await pass(1);
    record(7);
    await pass(1);
    expect(stateOf("errors")?.reason).toBe(
      "Threshold Crossed: 1 datapoint [6.0 (01/01/26 00:01:00)] was greater than the threshold (5.0).",
    );
    await pass(10);
    expect(published).toEqual([
      { minute: 1, subject: 'OK: "errors" in Asia Pacific (Tokyo)' },
      { minute: 2, subject: 'ALARM: "errors" in Asia Pacific (Tokyo)' },
      { minute: 6, subject: 'OK: "errors" in Asia Pacific (Tokyo)' },
    ]);
  });

  it("adds up nothing that has another dimension, name or unit", async () => {
    putErrors({ Unit: "Seconds", Dimensions: [{ Name: "Shard", Value: "1" }] });
    record(6);
    cloudwatch.recorder.metric("app", "errors", { Shard: "1" }, "Count").record(6);
    cloudwatch.recorder.metric("app", "errors", { Shard: "2" }, "Seconds").record(6);
    await pass(1);
    expect(stateOf("errors")?.value).toBe("OK");
    cloudwatch.recorder.metric("app", "errors", { Shard: "1" }, "Seconds").record(6);
    await pass(1);
    expect(stateOf("errors")?.value).toBe("ALARM");
  });

  it("counts M of N, and says so", async () => {
    putErrors({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    for (const value of [6, 1, 7]) {
      record(value);
      await pass(1);
    }
    expect(stateOf("errors")).toMatchObject({
      value: "ALARM",
      reason:
        "Threshold Crossed: 2 out of the last 3 datapoints [7.0 (01/01/26 00:02:00), 6.0 (01/01/26 00:00:00)] " +
        "were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).",
    });
    expect(JSON.parse(stateOf("errors")?.reasonData ?? "")).toEqual({
      version: "1.0",
      queryDate: "2026-01-01T00:03:00.000+0000",
      startDate: "2026-01-01T00:00:00.000+0000",
      statistic: "Sum",
      period: 60,
      recentDatapoints: [6, 1, 7],
      threshold: 5,
      evaluatedDatapoints: [7, 1, 6].map((value, index) => ({
        timestamp: `2026-01-01T00:0${2 - index}:00.000+0000`,
        sampleCount: 1,
        value,
      })),
    });
  });

  it("looks at periods of several minutes that end with this one", async () => {
    putErrors({ Period: 300, TreatMissingData: "missing" });
    await pass(7);
    record(3);
    await pass(2);
    record(3);
    await pass(1);
    expect(stateOf("errors")?.reason).toContain("[6.0 (01/01/26 00:05:00)]");
  });

  it("is evaluated each ten seconds where its periods are shorter than a minute", async () => {
    putErrors({ Period: 20 });
    putErrors({ AlarmName: "a minute's errors" });
    await clock.advance(15_000);
    cloudwatch.putData("app", [{ MetricName: "errors", Value: 6, StorageResolution: 1, Unit: "Count" }]);
    await clock.advance(5_000);
    expect([stateOf("errors"), stateOf("a minute's errors")]).toMatchObject([
      { value: "ALARM", reason: expect.stringContaining("1 datapoint [6.0 (01/01/26 00:00:00)]") },
      { value: "INSUFFICIENT_DATA" },
    ]);
  });

  it.each([
    ["missing", "INSUFFICIENT_DATA", "Insufficient Data: 2 datapoints were unknown."],
    [
      "breaching",
      "ALARM",
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    ],
    [
      "notBreaching",
      "OK",
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [NonBreaching].",
    ],
    ["ignore", "ALARM", "test"],
  ])("takes missing data as %s when it is told to", async (TreatMissingData, value, reason) => {
    putErrors({ TreatMissingData, EvaluationPeriods: 2 });
    setState("errors", TreatMissingData === "breaching" ? "OK" : "ALARM");
    await pass(1);
    expect(stateOf("errors")).toMatchObject({ value, reason });
  });

  it("takes missing data of DynamoDB for nothing new unless told otherwise", async () => {
    putErrors({ Namespace: "AWS/DynamoDB", TreatMissingData: undefined });
    setState("errors", "ALARM");
    await pass(1);
    expect(stateOf("errors")?.value).toBe("ALARM");
  });

  it("leaves an alarm on a percentile of too few values as it is, if told to", async () => {
    const Percentile = { Statistic: undefined, ExtendedStatistic: "p90", EvaluateLowSampleCountPercentile: "ignore" };
    putErrors({ ...Percentile, TreatMissingData: "ignore" });
    const errors = cloudwatch.recorder.metric("app", "errors", {}, "Count");
    errors.record(9, 99);
    await pass(1);
    expect(stateOf("errors")?.value).toBe("INSUFFICIENT_DATA");
    errors.record(9, 100);
    await pass(1);
    expect(stateOf("errors")?.value).toBe("ALARM");
  });

  it("takes no action while the state stays, or while actions are off", async () => {
    putErrors();
    cloudwatch.alarms.enableActions(["errors"], false);
    record(6);
    await pass(1);
    cloudwatch.alarms.enableActions(["errors"], true);
    record(6);
    await pass(1);
    expect([stateOf("errors")?.value, published]).toEqual(["ALARM", []]);
  });

  it("is in a state that is set by hand until the next evaluation", async () => {
    putErrors();
    await pass(1);
    setState("errors", "ALARM");
    setState("errors", "ALARM");
    expect(published.map(({ subject }) => subject.split(":")[0])).toEqual(["OK", "ALARM"]);
    await pass(1);
    expect(stateOf("errors")?.value).toBe("OK");
  });

  it("keeps its state when it is given other settings", async () => {
    putErrors();
    setState("errors", "ALARM");
    putErrors({ Threshold: 7 });
    expect(stateOf("errors")?.value).toBe("ALARM");
  });

  describe("on other alarms", () => {
    const put = (settings: object) => putCompositeAlarm(cloudwatch.alarms, { AlarmActions: [topic], ...settings });
    const subjects = () => published.map(({ minute, subject }) => `${minute} ${subject.split('"')[1]}`);

    beforeEach(() => {
      for (const AlarmName of ["late", "broken", "deploy"]) putErrors({ AlarmName, AlarmActions: [], OKActions: [] });
    });

    it("change as soon as one of these does, and those on them in turn", () => {
      put({ AlarmName: "unhealthy", AlarmRule: "ALARM(late) AND ALARM(broken)" });
      put({ AlarmName: "dreadful", AlarmRule: 'ALARM("unhealthy")' });
      setState("late", "ALARM");
      expect(stateOf("unhealthy")?.value).toBe("OK");
      setState("broken", "ALARM");
      expect([stateOf("unhealthy"), stateOf("dreadful")]).toMatchObject([
        {
          value: "ALARM",
          reason:
            "arn:aws:cloudwatch:ap-northeast-1:000000000000:alarm:broken transitioned to ALARM at " +
            "Thursday 01 January, 2026 00:00:00 UTC",
        },
        { value: "ALARM" },
      ]);
      expect(subjects()).toEqual(["0 unhealthy", "0 dreadful"]);
    });

    it("are refused when they are about themselves, or about what is not there", () => {
      put({ AlarmName: "one", AlarmRule: "ALARM(late)" });
      put({ AlarmName: "two", AlarmRule: "ALARM(one)" });
      expect(() => put({ AlarmName: "one", AlarmRule: "ALARM(two)" })).toThrow("one is about itself");
      expect(() => put({ AlarmName: "three", AlarmRule: "ALARM(three) OR ALARM(four)" })).toThrow(
        "Could not save the composite alarm as alarms [three, four] in the AlarmRule do not exist",
      );
      expect(() => cloudwatch.alarms.delete(["one"])).toThrow("Cannot delete one as there are composite alarm(s)");
    });
  });

  describe("on other alarms, with a suppressor,", () => {
    const subjects = () => published.map(({ minute, subject }) => `${minute} ${subject.split('"')[1]}`);
    const putSuppressed = () =>
      putCompositeAlarm(cloudwatch.alarms, {
        ...{ AlarmName: "unhealthy", AlarmRule: "ALARM(late)", AlarmActions: [topic], OKActions: [topic] },
        ActionsSuppressor: "deploy",
        ...{ ActionsSuppressorWaitPeriod: 120, ActionsSuppressorExtensionPeriod: 180 },
      });
    const suppressedBy = () => {
      const alarm = cloudwatch.alarms.find("unhealthy");
      return alarm?.kind === "composite" ? alarm.suppression?.suppressedBy : undefined;
    };

    beforeEach(async () => {
      // Nothing evaluates them: a state that is set by hand stays.
      for (const AlarmName of ["late", "deploy"]) {
        putErrors({ AlarmName, AlarmActions: [], OKActions: [], TreatMissingData: "ignore" });
      }
      setState("late", "OK");
      setState("deploy", "OK");
      putSuppressed();
      await pass(2);
      published = [];
    });

    it("wait for their suppressor, and act when it stays quiet", async () => {
      setState("late", "ALARM");
      expect(suppressedBy()).toBe("WaitPeriod");
      await pass(10);
      expect([suppressedBy(), subjects()]).toEqual([undefined, ["4 unhealthy"]]);
    });

    it("hold their actions back while their suppressor is in ALARM, and act on what is left of it later", async () => {
      setState("late", "ALARM");
      await pass(1);
      setState("deploy", "ALARM");
      await pass(3);
      expect([suppressedBy(), subjects()]).toEqual(["Alarm", []]);
      setState("deploy", "OK");
      expect(suppressedBy()).toBe("ExtensionPeriod");
      await pass(10);
      expect(subjects()).toEqual(["9 unhealthy"]);
    });

    it("hold back what happens while their suppressor is in ALARM", async () => {
      setState("deploy", "ALARM");
      setState("late", "ALARM");
      await pass(5);
      expect([suppressedBy(), subjects()]).toEqual(["Alarm", []]);
      setState("deploy", "OK");
      await pass(10);
      expect(subjects()).toEqual(["10 unhealthy"]);
    });

    it("wait anew when they change while they wait", async () => {
      setState("late", "ALARM");
      await pass(1);
      setState("late", "OK");
      await pass(10);
      expect(published).toEqual([{ minute: 5, subject: 'OK: "unhealthy" in Asia Pacific (Tokyo)' }]);
    });

    it("wait anew when they recover in the extension", async () => {
      setState("late", "ALARM");
      setState("deploy", "ALARM");
      await pass(1);
      setState("deploy", "OK");
      await pass(1);
      setState("late", "OK");
      expect(suppressedBy()).toBe("WaitPeriod");
      await pass(10);
      expect(published).toEqual([{ minute: 6, subject: 'OK: "unhealthy" in Asia Pacific (Tokyo)' }]);
    });

    it("act on nothing when nothing changed while their suppressor was in ALARM", async () => {
      setState("deploy", "ALARM");
      setState("deploy", "OK");
      await pass(10);
      expect(subjects()).toEqual([]);
    });
  });
});
