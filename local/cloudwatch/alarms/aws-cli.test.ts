import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { clientEnvironment } from "../../../test/client-environment";
import { describeWith } from "../../../test/requirements";
import { VirtualClock } from "../../clock";
import { type Endpoint, startEndpoint } from "../../server/endpoint";
import { createCloudWatch } from "../cloudwatch";

const account = { accountId: "000000000000", region: "ap-northeast-1" };

describeWith("python", "the unmodified AWS CLI, about alarms", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-alarms-"));
  const cloudwatch = createCloudWatch({ ...account, clock: new VirtualClock(), publish: () => undefined });
  let endpoint: Endpoint;

  beforeAll(async () => {
    endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service], ...account });
  });
  afterAll(async () => {
    cloudwatch.close();
    await endpoint.close();
    rmSync(folder, { recursive: true });
  });

  const aws = async (...args: string[]) => {
    const env = clientEnvironment(folder, endpoint.url, account.region);
    const { stdout } = await promisify(execFile)("aws", ["cloudwatch", ...args, "--output", "json"], { env });
    return stdout === "" ? undefined : JSON.parse(stdout);
  };

  it("puts them, sets one, and describes what became of them", async () => {
    await aws(
      ...["put-metric-alarm", "--alarm-name", "errors", "--namespace", "app", "--metric-name", "Errors"],
      ...["--statistic", "Sum", "--period", "60", "--evaluation-periods", "1", "--threshold", "1.5"],
      ...["--comparison-operator", "GreaterThanThreshold", "--dimensions", "Name=Shard,Value=1", "--alarm-actions"],
    );
    await aws("put-composite-alarm", "--alarm-name", "all", "--alarm-rule", "ALARM(errors)", "--no-actions-enabled");
    await aws("set-alarm-state", "--alarm-name", "errors", "--state-value", "ALARM", "--state-reason", "test");
    const described = await aws("describe-alarms", "--alarm-types", "MetricAlarm", "CompositeAlarm");
    expect(described).toMatchObject({
      CompositeAlarms: [{ AlarmName: "all", StateValue: "ALARM", ActionsEnabled: false }],
      MetricAlarms: [{ AlarmName: "errors", Threshold: 1.5, Dimensions: [{ Name: "Shard", Value: "1" }] }],
    });
    const history = await aws("describe-alarm-history", "--alarm-name", "errors", "--history-item-type", "StateUpdate");
    expect(history.AlarmHistoryItems).toMatchObject([
      { HistorySummary: "Alarm updated from INSUFFICIENT_DATA to ALARM", AlarmType: "MetricAlarm" },
    ]);
  });

  it("hears of an alarm that is not there", async () => {
    const set = aws("set-alarm-state", "--alarm-name", "none", "--state-value", "OK", "--state-reason", "test");
    await expect(set).rejects.toThrow("(ResourceNotFound)");
  });
});
