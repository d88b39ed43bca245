import { AwsError } from "../local/aws-error";
import { VirtualClock } from "../local/clock";
import { type CloudWatch, createCloudWatch } from "../local/cloudwatch/cloudwatch";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";
import { answerProblems } from "./answer-problems";
import { brokenValues } from "./broken-inputs";
import { describeWith } from "./requirements";
import { operationOf, readServiceModel, type ServiceModel } from "./service-model";

const account = { accountId: "000000000000", region: "ap-northeast-1" };
const topic = "arn:aws:sns:ap-northeast-1:000000000000:page";
const alarmArn = "arn:aws:cloudwatch:ap-northeast-1:000000000000:alarm:late";
const Dimensions = [{ Name: "StreamName", Value: "orders" }];
const metric = { Namespace: "app", MetricName: "Age", Dimensions };
const Tags = [{ Key: "team", Value: "data" }];
const actions = { ActionsEnabled: true, OKActions: [topic], AlarmActions: [topic], InsufficientDataActions: [topic] };
const condition = {
  ...{ Threshold: 5, ComparisonOperator: "GreaterThanThreshold", EvaluationPeriods: 3, DatapointsToAlarm: 2 },
  ...{ TreatMissingData: "breaching" },
};
const MetricStat = { Metric: metric, Period: 60, Stat: "p90", Unit: "Seconds" };
const Metrics = [{ Id: "m1", MetricStat, Label: "age", ReturnData: true }];
const DashboardBody = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "# Orders" } }] });
const page = { MaxRecords: 10 };

/** A good call of each operation that is there, which the others' calls need not come before. */
function validInputs(nowSeconds: number): Readonly<Record<string, object>> {
  const range = { StartTime: nowSeconds - 600, EndTime: nowSeconds };
  return {
    DeleteAlarms: { AlarmNames: ["unhealthy"] },
    DeleteDashboards: { DashboardNames: ["orders"] },
    DescribeAlarmHistory: {
      ...{ AlarmName: "late", AlarmTypes: ["MetricAlarm"], HistoryItemType: "StateUpdate" },
      ...{ StartDate: nowSeconds - 600, EndDate: nowSeconds, ScanBy: "TimestampAscending", ...page },
    },
    DescribeAlarms: { AlarmTypes: ["MetricAlarm", "CompositeAlarm"], AlarmNamePrefix: "l", ...page },
    DescribeAlarmsForMetric: { ...metric, Statistic: "Maximum", Period: 60, Unit: "Seconds" },
    DisableAlarmActions: { AlarmNames: ["late"] },
    EnableAlarmActions: { AlarmNames: ["late"] },
    GetDashboard: { DashboardName: "orders" },
    GetMetricData: { MetricDataQueries: [{ Id: "m1", MetricStat }], ...range, MaxDatapoints: 1 },
    GetMetricStatistics: { ...metric, ...range, Period: 60, ExtendedStatistics: ["p50"] },
    ListDashboards: { DashboardNamePrefix: "or" },
    ListMetrics: { Namespace: "app" },
    ListTagsForResource: { ResourceARN: alarmArn },
    PutCompositeAlarm: {
      ...{ AlarmName: "unhealthy", AlarmDescription: "late", AlarmRule: "ALARM(late)", ...actions, Tags },
      ...{ ActionsSuppressor: "late", ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 60 },
    },
    PutDashboard: { DashboardName: "orders", DashboardBody },
    PutMetricAlarm: { AlarmName: "slow", AlarmDescription: "90 % are", ...condition, Metrics, ...actions, Tags },
    PutMetricData: { Namespace: "app", MetricData: [{ MetricName: "Age", Dimensions, Value: 7, Unit: "Seconds" }] },
    SetAlarmState: { AlarmName: "late", StateValue: "OK", StateReason: "test", StateReasonData: "{}" },
    TagResource: { ResourceARN: alarmArn, Tags },
    UntagResource: { ResourceARN: alarmArn, TagKeys: ["team"] },
  };
}

/** What good calls leave out since it does not go with the rest: its bounds are looked at before that. */
const more: Readonly<Record<string, object>> = {
  DescribeAlarms: {
    ...{ AlarmNames: ["late"], StateValue: "OK", ActionPrefix: "arn:", NextToken: "bGF0ZQ==" },
    ...{ ChildrenOfAlarmName: "late", ParentsOfAlarmName: "late" },
  },
  DescribeAlarmHistory: { NextToken: "bGF0ZQ==" },
  DescribeAlarmsForMetric: { ExtendedStatistic: "p90" },
  ListDashboards: { NextToken: "bGF0ZQ==" },
  PutMetricAlarm: {
    ...{ ...metric, Statistic: "Maximum", ExtendedStatistic: "p90", Period: 60, Unit: "Seconds" },
    ...{ EvaluateLowSampleCountPercentile: "ignore", Metrics: [{ ...Metrics[0], Expression: "m2 * 2", Period: 60 }] },
  },
};

/** These have codes and wordings of their own for what is wrong; their suites tell of them. */
const ownCodes = ["PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"];

/** Members that are not emulated: they are refused, or not looked at. */
const leftOut = ["AccountId", "AlarmContributorId", "EvaluationCriteria", "EvaluationInterval", "ThresholdMetricId"];

/** The model without them, and without a dashboard's tags. */
function emulatedModel(): ServiceModel {
  const model = readServiceModel("cloudwatch");
  const shapes = Object.entries(model.shapes).map(([name, shape]) => {
    const members = Object.entries(shape.members ?? {}).filter(
      ([member]) => !leftOut.includes(member) && `${name}.${member}` !== "PutDashboardInput.Tags",
    );
    return [name, { ...shape, ...(shape.members && { members: Object.fromEntries(members) }) }];
  });
  return { ...model, shapes: Object.fromEntries(shapes) };
}

describeWith("python", "CloudWatch beside the newest model of AWS", () => {
  const model = emulatedModel();
  const names = Object.keys(validInputs(0));
  let clock: VirtualClock;
  let cloudwatch: CloudWatch;
  let endpoint: Endpoint;

  /** Over HTTP, in JSON. @throws AwsError what it answered */
  async function call(operation: string, input: unknown): Promise<unknown> {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: {
        "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
        "content-type": "application/x-amz-json-1.0",
      },
      body: JSON.stringify(input),
    });
    const body = await response.text();
    const answer = body === "" ? undefined : JSON.parse(body);
    if (!response.ok) throw new AwsError(answer.__type, answer.message ?? "", response.status);
    return answer;
  }
  const validInput = (name: string) => validInputs(clock.now() / 1_000)[name] ?? {};

  beforeEach(async () => {
    clock = new VirtualClock();
    cloudwatch = createCloudWatch({ ...account, clock, publish: () => undefined });
    endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service], ...account });
    const simple = { ...metric, Statistic: "Maximum", Period: 60, Unit: "Seconds" };
    await call("PutMetricAlarm", { AlarmName: "late", ...simple, ...condition, ...actions, Tags });
    await call("PutCompositeAlarm", validInput("PutCompositeAlarm"));
    await call("PutDashboard", validInput("PutDashboard"));
    await call("PutMetricData", validInput("PutMetricData"));
    await clock.advance(60_000);
    await call("PutMetricData", validInput("PutMetricData"));
    await clock.advance(60_000);
  });
  afterEach(async () => {
    await endpoint.close();
    cloudwatch.close();
  });

  it.each(names)("answers %s in the shape of its output", async (name) => {
    const answer = await call(name, validInput(name));
    const { output } = operationOf(model, name);
    if (output) expect(answerProblems(model, output.shape, answer)).toEqual([]);
    else expect(answer).toBeUndefined();
  });

  it.each(names.filter((name) => !ownCodes.includes(name)))(
    "refuses each input of %s that breaks a bound of the model",
    async (name) => {
      const valid = { ...validInput(name), ...more[name] };
      const broken = brokenValues(model, operationOf(model, name).input.shape, valid);
      const wrong: unknown[] = [];
      for (const { what, value, code } of broken) {
        const outcome = await call(name, value).catch((error: unknown) => error);
        if (!(outcome instanceof AwsError) || outcome.code !== code) wrong.push({ what, code, outcome });
      }
      expect(wrong).toEqual([]);
      expect(broken.length).toBeGreaterThan(0);
    },
  );
});
