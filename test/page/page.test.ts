import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchClient,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { loadEnvironment } from "../../environments";
import { type LocalAws, startLocal } from "../../local";
import { namesOf } from "../../names";
import { launchChromium } from "../chromium";
import { describeWith } from "../requirements";
import { type Synthesized, synthesize } from "../synthesize";
import { until } from "../until";
import { unreadableTexts } from "./unreadable-texts";

const names = namesOf(loadEnvironment("dev"));
const stream = names.stream("data-stream").name;
const hostile = `<img src=x onerror="document.title='owned'"></script><script>document.title='owned'</script>`;

const alarm: PutMetricAlarmCommandInput & { AlarmName: string } = {
  AlarmName: `${stream}-rings`,
  AlarmDescription: "Rings by hand.",
  Namespace: "AWS/Kinesis",
  // Nothing here subscribes: it stays as it is set by hand.
  MetricName: "SubscribeToShard.Success",
  Dimensions: [{ Name: "StreamName", Value: stream }],
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1e9,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "ignore",
};

/** In a colour that nothing else has. */
const level = ["Page", "Level", { label: "level", color: "#ff00ff" }];

const dashboard = {
  widgets: [
    { type: "text", width: 24, height: 2, properties: { markdown: `# Texts\n${hostile} [out](javascript:alert(1))` } },
    {
      ...{ type: "metric", y: 2, width: 12, height: 6 },
      properties: {
        ...{ title: "Levels", region: "us-east-1", period: 60, stat: "Sum" },
        metrics: [level],
        annotations: { horizontal: [{ label: "limit", value: 100 }] },
      },
    },
    {
      ...{ type: "metric", x: 12, y: 2, width: 6, height: 6 },
      properties: {
        ...{ title: "Now", region: "us-east-1", period: 60, stat: "Sum", view: "singleValue" },
        metrics: [level],
      },
    },
    {
      type: "alarm",
      x: 18,
      y: 2,
      properties: { title: "States", alarms: [`arn:aws:cloudwatch:::alarm:${alarm.AlarmName}`] },
    },
  ],
};

describeWith("chromium", "the page in a browser", () => {
  let synthesized: Synthesized;
  let dataDir: string;
  let browser: Browser;
  let local: LocalAws;
  let kinesis: KinesisClient;
  let cloudwatch: CloudWatchClient;
  /** What no page may do: write errors to its console, or ask another host. */
  let faults: string[];

  const start = async (port: number) => {
    local = await startLocal({
      ...{ outDir: synthesized.outDir, environment: "dev", dataDir, keep: false, port },
      notice: () => undefined,
    });
  };
  beforeAll(async () => {
    synthesized = synthesize();
    dataDir = mkdtempSync(join(tmpdir(), "weir-page-"));
    browser = await launchChromium();
    await start(0);
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const settings = { endpoint: local.url, region: local.region, credentials };
    kinesis = new KinesisClient(settings);
    cloudwatch = new CloudWatchClient(settings);
  }, 120_000);
  afterAll(async () => {
    kinesis.destroy();
    cloudwatch.destroy();
    await browser.close();
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
    synthesized.remove();
  });
  beforeEach(async () => {
    faults = [];
    await cloudwatch.send(
      new PutDashboardCommand({ DashboardName: "0-test", DashboardBody: JSON.stringify(dashboard) }),
    );
    await cloudwatch.send(new PutMetricAlarmCommand(alarm));
    await set("OK");
  });

  const put = (text: string, key = "key") =>
    kinesis.send(new PutRecordCommand({ StreamName: stream, PartitionKey: key, Data: Buffer.from(text) }));
  const set = (StateValue: "OK" | "ALARM") =>
    cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: alarm.AlarmName, StateValue, StateReason: `By ${StateValue}.` }),
    );
  const event = (id: string) => JSON.stringify({ event_id: id, user_id: "u", event_type: "click" });

  /** Opens the page, and waits until it is live. */
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 }, ...options });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(local.url)) faults.push(`asked for ${request.url()}`);
    });
    await page.goto(local.pageUrl);
    await page.locator("#connection", { hasText: "live" }).waitFor();
    return page;
  }

  it("draws the environment's parts, and the rates of what passes them", async () => {
    const page = await open();
    const parts = page.locator("#pipeline .node strong");
    expect((await parts.allTextContents()).sort()).toEqual(
      [
        ...[
          "producers",
          "data-stream",
          "event-aggregates",
          "analytics-rejects",
          "stream-processor",
          "aggregate-writer",
        ],
        ...["processed-data", "event-aggregates", "delivery-stream", "aggregates-delivery", "data/events/"],
        ...["data/event-aggregates/", "analytics", "failures-000000000000"],
      ].sort(),
    );
    const rates = page.locator("#pipeline .edge.flow.moving text");
    expect(await rates.count()).toBe(0);
    const sending = setInterval(() => void put(event("e")), 30);
    await until(async () => (await rates.allTextContents()).filter((text) => /^[1-9]/.test(text)).length >= 3);
    clearInterval(sending);
    await until(async () => (await rates.count()) === 0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("shows and tells when an alarm begins to ring, and when it ends", async () => {
    const page = await open();
    const row = page.locator("#alarms tr", { hasText: "data-stream-rings" });
    const node = page.locator("#pipeline .node.stream", { hasText: "data-stream" });
    await row.locator(".pill.OK").waitFor();
    expect(await page.locator("#announcements").textContent()).toBe("");
    await set("ALARM");
    await row.locator(".pill.ALARM").waitFor();
    expect(await row.textContent()).toContain("By ALARM.");
    await node.locator(".pill", { hasText: /^\d+ in alarm$/ }).waitFor();
    expect(await page.locator("#verdict").textContent()).toMatch(/^\d+ of \d+ in alarm$/);
    expect(await page.locator("#announcements").textContent()).toBe("data-stream-rings is in alarm: By ALARM.");
    const widget = page.locator(".widget").nth(3);
    await widget.scrollIntoViewIfNeeded();
    await widget.locator(".pill.ALARM").waitFor();
    await set("OK");
    await row.locator(".pill.OK").waitFor();
    expect(await page.locator("#announcements").textContent()).toBe("data-stream-rings is ok: By OK.");
    await until(async () => (await row.locator(".course rect").count()) >= 3);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("finds alarms by their names and states", async () => {
    const page = await open();
    const rows = page.locator("#alarms tbody tr");
    const all = await rows.count();
    await page.locator("#alarm-name").fill("RINGS");
    expect(await rows.count()).toBe(1);
    await page.locator("#alarm-state").selectOption("ALARM");
    expect(await page.locator("#alarms").textContent()).toBe("No alarm is so.");
    await page.locator("#alarm-state").selectOption("");
    await page.locator("#alarm-name").fill("");
    expect(await rows.count()).toBe(all);
    await page.close();
  });

  it("shows the newest records as text, whatever they hold, and holds them when asked to", async () => {
    const page = await open();
    await page.locator("#stream").selectOption(stream);
    await put(hostile, hostile);
    await page.locator("#tail td", { hasText: hostile }).first().waitFor();
    expect(await page.locator("#tail, #widgets, #failures").locator("img, script, a[href^=javascript]").count()).toBe(
      0,
    );
    await page.locator("#failures td", { hasText: "not JSON" }).first().waitFor();
    expect(await page.title()).toBe("dev · Weir");
    await page.locator("#hold").click();
    await put("after the hold");
    await page.locator("#failures td", { hasText: "not JSON" }).nth(1).waitFor();
    expect(await page.locator("#tail", { hasText: "after the hold" }).count()).toBe(0);
    await page.locator("#hold").click();
    await page.locator("#tail", { hasText: "after the hold" }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it("draws what the dashboard states, from the metrics", async () => {
    const page = await open();
    const chart = page.locator(".widget", { hasText: "Levels" });
    await chart.scrollIntoViewIfNeeded();
    await chart.locator("canvas").waitFor();
    const isDrawn = () => chart.locator("canvas").evaluate((canvas: { toDataURL(): string }) => canvas.toDataURL());
    const empty = await isDrawn();
    const Timestamp = new Date(Date.now() - 60_000);
    const MetricData = [{ MetricName: "Level", Value: 42, Timestamp }];
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: "Page", MetricData }));
    await chart.locator(".legend li", { hasText: "level 42" }).waitFor();
    await page.locator(".widget", { hasText: "Now" }).locator("dd", { hasText: "42" }).waitFor();
    await until(async () => (await isDrawn()) !== empty);
    expect(await chart.locator(".legend li", { hasText: "limit 100" }).count()).toBe(1);
    expect(await page.locator(".widget figcaption").allTextContents()).toEqual(["", "Levels", "Now", "States"]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("keeps in its address what a person chose to see", async () => {
    const page = await open();
    await page.locator("#minutes").selectOption("60");
    await page.locator("#stream").selectOption(names.stream("event-aggregates").name);
    await page.reload();
    await page.locator("#connection", { hasText: "live" }).waitFor();
    expect(await page.locator("#minutes").inputValue()).toBe("60");
    expect(await page.locator("#stream").inputValue()).toBe(names.stream("event-aggregates").name);
    await page.close();
  });

  it("shows the faults in force, each with a way to end it", async () => {
    const page = await open();
    const body = JSON.stringify({ kind: "silence", target: "stream/analytics-rejects" });
    expect((await fetch(`${local.pageUrl}faults`, { method: "POST", body })).status).toBe(201);
    const fault = page.locator("#faults li", { hasText: "silence stream/" });
    await fault.getByRole("button", { name: "Clear silence of stream/" }).click();
    await page.locator("#faults").waitFor({ state: "hidden" });
    expect(await (await fetch(`${local.pageUrl}faults`)).json()).toEqual({ faults: [] });
    expect(faults).toEqual([]);
    await page.close();
  });

  it("is reached in all its parts by the keyboard, with the focus to be seen", async () => {
    const page = await open();
    const reached: string[] = [];
    const focused = () =>
      page.evaluate("document.activeElement.id || document.activeElement.textContent") as Promise<string>;
    for (let steps = 0; steps < 40; steps++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate("document.activeElement === document.body")) || reached.includes(await focused())) break;
      reached.push(await focused());
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect([reached.at(-1), outline]).toEqual([reached.at(-1), "solid"]);
    }
    expect(reached).toEqual([
      ...["Skip to the pipeline", "Pipeline", "Alarms", "Shards", "Records", "Dashboard", "theme"],
      ...["alarm-state", "alarm-name", "alarms", "failures", "lake", "stream", "hold", "tail", "dashboard", "minutes"],
    ]);
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("main");
    await page.close();
  });

  it.each([1_440, 1_000, 390, 360])("fits a page of %d pixels, without a scroll to the side", async (width) => {
    const page = await open({ viewport: { width, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const nodes = page.locator("#pipeline .node");
    for (const node of await nodes.all()) {
      const box = await node.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? Infinity) <= width).toBe(true);
    }
    await page.close();
  });

  it.each(["light", "dark"] as const)("can be read by those who see little, in %s colours", async (colorScheme) => {
    await set("ALARM");
    await put("{nope");
    const page = await open({ colorScheme });
    await page.locator("#failures td", { hasText: "not JSON" }).first().waitFor();
    await page.locator("#alarms .pill.ALARM").first().waitFor();
    expect(await page.evaluate(unreadableTexts)).toEqual([]);
    // By choice the other way round, whatever the system says.
    const other = colorScheme === "light" ? "dark" : "light";
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const before = await background();
    await page.locator("#theme").selectOption(other);
    expect(await background()).not.toBe(before);
    expect(await page.evaluate(unreadableTexts)).toEqual([]);
    await page.reload();
    expect(await page.locator("#theme").inputValue()).toBe(other);
    expect(await background()).not.toBe(before);
    await page.close();
  });

  it("has its parts named for those who do not see it", async () => {
    const page = await open();
    const tree = await page.locator("body").ariaSnapshot();
    for (const name of ["Pipeline", "Alarms", "Latest failures", "Dashboard", "Shards", "Newest records"]) {
      expect(tree).toContain(`heading "${name}"`);
    }
    expect(tree).toContain("- main");
    expect(tree).toContain("- banner");
    expect(await page.locator("#pipeline li.function", { hasText: "stream-processor" }).textContent()).toMatch(
      /takes .* from data-stream/,
    );
    await page.locator(".widget").nth(1).scrollIntoViewIfNeeded();
    expect(await page.locator(".widget [role=img]").getAttribute("aria-label")).toMatch(/^Levels: a chart/);
    expect(await page.locator("table:not(:has(th[scope=col]))").count()).toBe(0);
    await page.close();
  });

  it("says when nothing answers, and goes on when the platform is back", async () => {
    const page = await open();
    const { port } = new URL(local.url);
    await local.close();
    await page.locator("#connection", { hasText: "no answer: trying again" }).waitFor();
    await start(Number(port));
    await page.locator("#connection", { hasText: "live" }).waitFor();
    await page.locator("#stream").selectOption(stream);
    await put("after the restart");
    await page.locator("#tail td", { hasText: "after the restart" }).waitFor();
    await page.close();
  });
});
