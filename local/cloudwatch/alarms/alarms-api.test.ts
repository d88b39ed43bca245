import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { VirtualClock } from "../../clock";
import { seededRandom } from "../../random";
import { type Endpoint, startEndpoint } from "../../server/endpoint";
import { Sns } from "../../sns/sns";
import { createSqs, type Sqs } from "../../sqs/sqs";
import { childText, parseXml, type XmlElement } from "../../xml";
import { type CloudWatch, createCloudWatch } from "../cloudwatch";
import { noMetrics } from "../no-metrics";

const account = { accountId: "000000000000", region: "ap-northeast-1" };
const minuteMs = 60_000;
const arnOf = (alarm: string) => `arn:aws:cloudwatch:ap-northeast-1:000000000000:alarm:${alarm}`;

describe("the API of alarms", () => {
  let clock: VirtualClock;
  let sqs: Sqs;
  let cloudwatch: CloudWatch;
  let endpoint: Endpoint;
  let client: CloudWatchClient;
  let queue: SQSClient;
  let sns: Sns;
  let topicArn: string;

  beforeEach(async () => {
    clock = new VirtualClock();
    const injected = { clock, random: seededRandom(1), metrics: noMetrics };
    sqs = createSqs({ ...injected, ...account });
    sns = new Sns({
      ...{ ...injected, ...account, fetch, sendMessage: sqs.sendMessage },
      endpointUrl: () => endpoint.url,
      notice: (line) => {
        throw new Error(line);
      },
    });
    cloudwatch = createCloudWatch({
      ...{ ...account, clock },
      publish: (arn, subject, message) => {
        sns.publish(arn, message, { subject });
      },
    });
    endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service, sqs.service], ...account });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    const options = { endpoint: endpoint.url, region: account.region, credentials, maxAttempts: 1 };
    client = new CloudWatchClient(options);
    queue = new SQSClient(options);
    await sqs.createQueue("inbox");
    topicArn = sns.createTopic("page").arn;
    sns.subscribe(topicArn, "sqs", "arn:aws:sqs:ap-northeast-1:000000000000:inbox");
  });
  afterEach(async () => {
    client.destroy();
    queue.destroy();
    cloudwatch.close();
    sqs.close();
    await sns.close();
    await endpoint.close();
  });

  /** The next message of the queue, as SNS wrapped it. */
  const received = async () => {
    const QueueUrl = `${endpoint.url}/${account.accountId}/inbox`;
    const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    const envelope = JSON.parse(Messages[0]?.Body ?? "");
    return { subject: envelope.Subject, message: JSON.parse(envelope.Message) };
  };
  const pass = (minutes: number) => clock.advance(minutes * minuteMs);

  const errors = (settings: Partial<PutMetricAlarmCommandInput> = {}) =>
    new PutMetricAlarmCommand({
      ...{ AlarmName: "errors", Namespace: "app", MetricName: "Errors", Statistic: "Sum", Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: "GreaterThanThreshold" },
      ...{ Dimensions: [{ Name: "Shard", Value: "1" }], TreatMissingData: "notBreaching" },
      ...settings,
    });
  const setState = (AlarmName: string, StateValue: "ALARM" | "OK") =>
    client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }));
  const namesOf = async (input: DescribeAlarmsCommandInput) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(new DescribeAlarmsCommand(input));
    return [...CompositeAlarms, ...MetricAlarms].map(({ AlarmName }) => AlarmName);
  };

  it("tells a topic's queue of an alarm on a metric that was put, and of its end", async () => {
    await client.send(errors({ AlarmDescription: "Too many", AlarmActions: [topicArn], OKActions: [topicArn] }));
    const configured = new Date(clock.now()).toISOString().replace("Z", "+0000");
    const Dimensions = [{ Name: "Shard", Value: "1" }];
    const MetricData = [{ MetricName: "Errors", Dimensions, Value: 6, Timestamp: new Date(clock.now()) }];
    await client.send(new PutMetricDataCommand({ Namespace: "app", MetricData }));
    await pass(1);
    expect(await received()).toEqual({
      subject: 'ALARM: "errors" in Asia Pacific (Tokyo)',
      message: {
        AlarmName: "errors",
        AlarmDescription: "Too many",
        AWSAccountId: "000000000000",
        AlarmConfigurationUpdatedTimestamp: configured,
        NewStateValue: "ALARM",
        NewStateReason:
          "Threshold Crossed: 1 datapoint [6.0 (01/01/26 00:00:00)] was greater than the threshold (5.0).",
        StateChangeTime: "2026-01-01T00:01:00.000+0000",
        Region: "Asia Pacific (Tokyo)",
        AlarmArn: arnOf("errors"),
        OldStateValue: "INSUFFICIENT_DATA",
        OKActions: [topicArn],
        AlarmActions: [topicArn],
        InsufficientDataActions: [],
        Trigger: {
          MetricName: "Errors",
          Namespace: "app",
          StatisticType: "Statistic",
          Statistic: "SUM",
          Unit: null,
          Dimensions: [{ value: "1", name: "Shard" }],
          Period: 60,
          EvaluationPeriods: 1,
          ComparisonOperator: "GreaterThanThreshold",
          Threshold: 5,
          TreatMissingData: "notBreaching",
          EvaluateLowSampleCountPercentile: "",
        },
      },
    });
    await pass(3);
    expect(await received()).toMatchObject({
      subject: 'OK: "errors" in Asia Pacific (Tokyo)',
      message: { NewStateValue: "OK", OldStateValue: "ALARM" },
    });
    const AlarmName = "errors";
    const { AlarmHistoryItems = [] } = await client.send(new DescribeAlarmHistoryCommand({ AlarmName }));
    expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
      `Successfully executed action ${topicArn}`,
      "Alarm updated from ALARM to OK",
      `Successfully executed action ${topicArn}`,
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
      'Alarm "errors" created',
    ]);
  });

  it("tells of a composite alarm's children, and of an expression's queries", async () => {
    const Metric = { Namespace: "app", MetricName: "Errors" };
    await client.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName: "share", EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" },
        AlarmActions: [topicArn],
        Metrics: [
          { Id: "failed", MetricStat: { Metric, Period: 60, Stat: "Sum" }, ReturnData: false },
          { Id: "share", Expression: "100 * failed", Label: "Share" },
        ],
      }),
    );
    const AlarmRule = 'ALARM("share")';
    await client.send(new PutCompositeAlarmCommand({ AlarmName: "all", AlarmRule, AlarmActions: [topicArn] }));
    await setState("share", "ALARM");
    const messages = [await received(), await received()];
    const metrics = messages.find(({ message }) => message.AlarmName === "share")?.message.Trigger.Metrics;
    expect(metrics).toEqual([
      {
        Id: "failed",
        MetricStat: { Metric: { ...Metric, Dimensions: [] }, Period: 60, Stat: "Sum" },
        ReturnData: false,
      },
      { Id: "share", Expression: "100 * failed", Label: "Share", ReturnData: true },
    ]);
    const composite = messages.find(({ message }) => message.AlarmName === "all")?.message;
    expect(composite).toMatchObject({
      AlarmRule,
      TriggeringChildren: [{ Arn: arnOf("share"), State: { Value: "ALARM", Timestamp: composite.StateChangeTime } }],
    });
  });

  it("describes alarms by their names, types, states, actions, children and parents, page by page", async () => {
    await client.send(errors({ AlarmName: "late", AlarmActions: [topicArn] }));
    await client.send(errors({ AlarmName: "broken" }));
    await client.send(new PutCompositeAlarmCommand({ AlarmName: "all", AlarmRule: "ALARM(late) OR ALARM(broken)" }));
    await setState("late", "ALARM");
    expect(await namesOf({})).toEqual(["broken", "late"]);
    expect(await namesOf({ AlarmTypes: ["CompositeAlarm", "MetricAlarm"] })).toEqual(["all", "broken", "late"]);
    expect(await namesOf({ AlarmNames: ["late", "none"] })).toEqual(["late"]);
    expect(await namesOf({ AlarmNamePrefix: "bro" })).toEqual(["broken"]);
    expect(await namesOf({ StateValue: "ALARM" })).toEqual(["late"]);
    expect(await namesOf({ ActionPrefix: "arn:aws:sns:" })).toEqual(["late"]);
    expect(await namesOf({ ChildrenOfAlarmName: "all" })).toEqual(["broken", "late"]);
    expect(await namesOf({ ParentsOfAlarmName: "late" })).toEqual(["all"]);
    const { MetricAlarms = [], NextToken } = await client.send(new DescribeAlarmsCommand({ MaxRecords: 1 }));
    expect(MetricAlarms).toMatchObject([
      { AlarmName: "broken", AlarmArn: arnOf("broken"), StateValue: "INSUFFICIENT_DATA" },
    ]);
    expect(await namesOf({ MaxRecords: 1, NextToken })).toEqual(["late"]);
    const of = { Namespace: "app", MetricName: "Errors" };
    const forMetric = await client.send(
      new DescribeAlarmsForMetricCommand({ ...of, Dimensions: [{ Name: "Shard", Value: "1" }] }),
    );
    expect(forMetric.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(["broken", "late"]);
    expect((await client.send(new DescribeAlarmsForMetricCommand(of))).MetricAlarms).toEqual([]);
  });

  it("keeps tags, switches actions, and deletes", async () => {
    await client.send(errors({ Tags: [{ Key: "team", Value: "data" }] }));
    const ResourceARN = arnOf("errors");
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: "stage", Value: "dev" }] }));
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["team"] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([{ Key: "stage", Value: "dev" }]);
    const AlarmNames = ["errors"];
    const isEnabled = async () =>
      (await client.send(new DescribeAlarmsCommand({ AlarmNames }))).MetricAlarms?.[0]?.ActionsEnabled;
    await client.send(new DisableAlarmActionsCommand({ AlarmNames }));
    expect(await isEnabled()).toBe(false);
    await client.send(new EnableAlarmActionsCommand({ AlarmNames }));
    expect(await isEnabled()).toBe(true);
    await client.send(new DeleteAlarmsCommand({ AlarmNames }));
    expect(await namesOf({})).toEqual([]);
  });

  it.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
    ["a period that CloudWatch has not", { Period: 15 }, "Period must be 10, 20, 30 or a multiple of 60: 15"],
    [
      "more data points than periods",
      { DatapointsToAlarm: 2 },
      "DatapointsToAlarm must be from 1 to EvaluationPeriods",
    ],
    ["more than a day", { EvaluationPeriods: 1_441 }, "Metrics cannot be checked across more than a day"],
    ["two statistics", { ExtendedStatistic: "p90" }, "Exactly one of the parameters Statistic and ExtendedStatistic"],
    ["no metric", { MetricName: undefined }, "The parameter MetricName is required."],
    ["a statistic and an expression", { Metrics: [{ Id: "m", Expression: "1" }] }, "are mutually exclusive"],
    [
      "six actions",
      { OKActions: Array.from({ length: 6 }, () => "arn") },
      "1 validation error detected: Value '[arn, arn, arn, arn, arn, arn]' at 'oKActions' failed to satisfy constraint",
    ],
  ])("refuses %s", async (_what, settings, message) => {
    await expect(client.send(errors(settings))).rejects.toThrow(message);
  });

  it("refuses an expression that is none, and queries of which not one is returned", async () => {
    const put = (Metrics: PutMetricAlarmCommandInput["Metrics"]) =>
      client.send(
        new PutMetricAlarmCommand({
          ...{ AlarmName: "share", EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" },
          Metrics,
        }),
      );
    const MetricStat = { Metric: { Namespace: "app", MetricName: "Errors" }, Period: 60, Stat: "Sum" };
    await expect(put([{ Id: "e", Expression: "1 +", Period: 60 }])).rejects.toThrow("Error in expression 'e'");
    await expect(
      put([
        { Id: "a", MetricStat },
        { Id: "b", MetricStat },
      ]),
    ).rejects.toThrow("Exactly one element of the metrics list should return data.");
  });

  it("speaks of a state that is none, and of an alarm that is not there, as AWS does", async () => {
    const put = new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "test" });
    await expect(client.send(put)).rejects.toMatchObject({ name: "ResourceNotFound" });
    const answer = await form({ Action: "SetAlarmState", AlarmName: "x", StateValue: "INVALID", StateReason: "" });
    expect(answer.children.map(({ name, text }) => [name, text])).toContainEqual([
      "Message",
      "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: " +
        "Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    ]);
  });

  it("puts and describes alarms in the query protocol too", async () => {
    await form({
      ...{ Action: "PutMetricAlarm", AlarmName: "errors", Namespace: "app", MetricName: "Errors", Period: "60" },
      ...{ Statistic: "Sum", EvaluationPeriods: "2", Threshold: "1.5", ComparisonOperator: "LessThanThreshold" },
      ...{ "AlarmActions.member.1": topicArn, OKActions: "", ActionsEnabled: "false" },
      ...{ "Dimensions.member.1.Name": "Shard", "Dimensions.member.1.Value": "1" },
    });
    const result = await form({ Action: "DescribeAlarms", "AlarmNames.member.1": "errors" });
    const member = result.children.find(({ name }) => name === "MetricAlarms")?.children[0];
    const texts = member && ["Threshold", "EvaluationPeriods", "ActionsEnabled"].map((name) => childText(member, name));
    expect(texts).toEqual(["1.5", "2", "false"]);
    const actions = member?.children.find(({ name }) => name === "AlarmActions");
    expect(actions?.children).toMatchObject([{ name: "member", text: topicArn }]);
  });

  /** Calls an operation as a form; the element of its result, or of its error. */
  async function form(fields: Readonly<Record<string, string>>): Promise<XmlElement> {
    const answer = await fetch(endpoint.url, { method: "POST", body: new URLSearchParams(fields) });
    const [result] = parseXml(await answer.text())?.children ?? [];
    if (!result) throw new Error(`${fields["Action"]} answered without XML`);
    return result;
  }
});
