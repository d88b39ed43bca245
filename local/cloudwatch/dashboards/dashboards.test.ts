import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
} from "@aws-sdk/client-cloudwatch";
import { VirtualClock } from "../../clock";
import { type Endpoint, startEndpoint } from "../../server/endpoint";
import { type CloudWatch, createCloudWatch } from "../cloudwatch";

const account = { accountId: "000000000000", region: "ap-northeast-1" };

const metricWidget = {
  ...{ type: "metric", x: 0, y: 0, width: 6, height: 6 },
  properties: { metrics: [["AWS/Kinesis", "IncomingRecords", "StreamName", "events"]], region: "ap-northeast-1" },
};
const body = JSON.stringify({ widgets: [metricWidget] });

describe("dashboards", () => {
  let cloudwatch: CloudWatch;
  let endpoint: Endpoint;
  let client: CloudWatchClient;

  beforeEach(async () => {
    cloudwatch = createCloudWatch({ ...account, clock: new VirtualClock(), publish: () => undefined });
    endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service], ...account });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    client = new CloudWatchClient({ endpoint: endpoint.url, region: account.region, credentials, maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    cloudwatch.close();
    await endpoint.close();
  });

  const put = (DashboardName: string, DashboardBody = body) =>
    client.send(new PutDashboardCommand({ DashboardName, DashboardBody }));

  it("are given back as they were put, listed by prefix, and deleted", async () => {
    expect((await put("dev-events")).DashboardValidationMessages).toEqual([]);
    await put("prod-events");
    const DashboardArn = "arn:aws:cloudwatch::000000000000:dashboard/dev-events";
    const got = await client.send(new GetDashboardCommand({ DashboardName: "dev-events" }));
    expect(got).toMatchObject({ DashboardName: "dev-events", DashboardArn, DashboardBody: body });
    const LastModified = new Date("2026-01-01T00:00:00Z");
    const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: "dev-" }));
    expect(DashboardEntries).toEqual([{ DashboardName: "dev-events", DashboardArn, LastModified, Size: body.length }]);
    await client.send(new DeleteDashboardsCommand({ DashboardNames: ["dev-events", "prod-events"] }));
    expect((await client.send(new ListDashboardsCommand({}))).DashboardEntries).toEqual([]);
    await expect(client.send(new GetDashboardCommand({ DashboardName: "dev-events" }))).rejects.toMatchObject({
      // As AWS answers, and the SDK reads it: by the query protocol's code, which several errors share.
      name: "ResourceNotFound",
      message: "Dashboard dev-events does not exist",
    });
  });

  it.each<[string, unknown, string]>([
    ["that is no JSON", "{", "The field dashboardBody must be a valid JSON object"],
    ["without widgets", {}, '"dataPath":"/widgets"'],
    ["with a widget of no known type", { widgets: [{ type: "graph" }] }, '"dataPath":"/widgets/0/type"'],
    ["wider than its grid", { widgets: [{ ...metricWidget, width: 25 }] }, '"dataPath":"/widgets/0/width"'],
    [
      "with a metric widget of no region",
      { widgets: [metricWidget, { type: "metric", properties: { metrics: [["a", "b"]] } }] },
      '"dataPath":"/widgets/1/properties/region"',
    ],
  ])("are refused a body %s", async (_what, content, message) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const refusal = await put("all", text).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "DashboardInvalidInputError", message: expect.stringContaining(message) });
  });

  it("are told of a widget that shows nothing, and kept", async () => {
    const widgets = [{ type: "metric", properties: { region: "ap-northeast-1" } }];
    const { DashboardValidationMessages } = await put("all", JSON.stringify({ widgets }));
    expect(DashboardValidationMessages).toMatchObject([{ DataPath: "/widgets/0/properties" }]);
    expect(cloudwatch.dashboards.list()).toHaveLength(1);
  });

  it("are refused a name with other characters, in AWS's words", async () => {
    await expect(put("all of it")).rejects.toThrow(
      "The value for field DashboardName contains invalid characters. " +
        "It can only contain alphanumerics, dash (-) and underscore (_).\n",
    );
  });
});
