import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, PutDashboardCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Browser, Page } from "playwright-core";
import { type LocalAws, startLocal } from "../../local";
import { launchChromium } from "../../test/chromium";
import { synthesize } from "../../test/synthesize";
import { median } from "../median";

const paintBarMs = 300;
const framesBar = 60;
const loads = 9;
const charts = 50;
const linesPerChart = 3;
const measuredSeconds = 20;

/** Measures how soon the page is seen, and how smooth it is while 50 charts of three lines change each second. */
export async function run(): Promise<void> {
  const synthesized = synthesize();
  const dataDir = mkdtempSync(join(tmpdir(), "weir-bench-page-"));
  const notice = () => undefined;
  const local = await startLocal({
    outDir: synthesized.outDir,
    environment: "dev",
    dataDir,
    keep: false,
    port: 0,
    notice,
  });
  const browser = await launchChromium();
  try {
    const paintMs = median(await firstPaints(browser, local));
    const alone = await framesOfNothing(browser);
    const { framesPerSecond, p95Ms, longest } = await framesOfCharts(browser, local);
    console.table({
      [`first contentful paint (ms, median of ${loads} cold loads)`]: {
        measured: paintMs.toFixed(0),
        bar: `< ${paintBarMs}`,
      },
      [`frames a second while ${charts} charts change each second`]: {
        measured: framesPerSecond.toFixed(1),
        bar: `${framesBar}`,
      },
      "frames a second of an empty page, on this machine now": { measured: alone.framesPerSecond.toFixed(1), bar: "" },
      "a frame of the charts (ms, 95th percentile)": { measured: p95Ms.toFixed(1), bar: "" },
      "the longest frame of the charts (ms)": { measured: longest.toFixed(1), bar: "" },
    });
  } finally {
    await browser.close();
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
    synthesized.remove();
  }
}

/** Each in a context of its own, which has nothing in its cache. */
async function firstPaints(browser: Browser, { pageUrl }: LocalAws): Promise<number[]> {
  const paints: number[] = [];
  for (let load = 0; load < loads; load++) {
    const page = await browser.newPage();
    await page.goto(pageUrl);
    await page.locator("#connection", { hasText: "live" }).waitFor();
    paints.push(await page.evaluate<number>(`performance.getEntriesByName("first-contentful-paint")[0].startTime`));
    await page.context().close();
  }
  return paints;
}

/** What the machine gives, with whatever else it does. */
async function framesOfNothing(browser: Browser): Promise<Frames> {
  const page = await browser.newPage();
  const measured = await measureFrames(page);
  await page.close();
  return measured;
}

async function framesOfCharts(browser: Browser, local: LocalAws): Promise<Frames> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const cloudwatch = new CloudWatchClient({ endpoint: local.url, region: local.region, credentials });
  const body = JSON.stringify({ widgets: Array.from({ length: charts }, (_, at) => chart(at)) });
  await cloudwatch.send(new PutDashboardCommand({ DashboardName: "0-bench", DashboardBody: body }));
  for (let minute = 60; minute > 0; minute--) await putValues(cloudwatch, Date.now() - minute * 60_000);
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.goto(`${local.pageUrl}?minutes=60`);
  await page
    .locator(".widget")
    .nth(charts - 1)
    .waitFor({ state: "attached" });
  await page.evaluate(`document.getElementById("dashboards-title").scrollIntoView()`);
  await page.locator(".widget canvas").first().waitFor();
  const changing = setInterval(() => void putValues(cloudwatch, Date.now()), 1_000);
  const measured = await measureFrames(page);
  clearInterval(changing);
  await page.close();
  cloudwatch.destroy();
  return measured;
}

/** How often an animated page was painted. */
interface Frames {
  readonly framesPerSecond: number;
  /** 95th percentile. */
  readonly p95Ms: number;
  readonly longest: number;
}

async function measureFrames(page: Page): Promise<Frames> {
  const times = await page.evaluate<number[]>(`new Promise((resolve) => {
    const times = [];
    const note = (time) => {
      times.push(time);
      if (time - times[0] < ${measuredSeconds * 1_000}) requestAnimationFrame(note);
      else resolve(times);
    };
    requestAnimationFrame(note);
  })`);
  const lengths = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const sorted = [...lengths].sort((one, other) => one - other);
  return {
    framesPerSecond: (lengths.length * 1_000) / ((times.at(-1) ?? 0) - (times[0] ?? 0)),
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    longest: sorted.at(-1) ?? Number.NaN,
  };
}

const nameOf = (chartNumber: number, line: number) => `m${chartNumber}-${line}`;

function chart(number: number): object {
  const metrics = Array.from({ length: linesPerChart }, (_, line) => ["Bench", nameOf(number, line)]);
  const properties = { title: `Chart ${number}`, region: "us-east-1", period: 60, stat: "Average", metrics };
  return { type: "metric", x: (number % 4) * 6, y: Math.floor(number / 4) * 6, width: 6, height: 6, properties };
}

/** Another value of each line, so that each chart changes. */
async function putValues(cloudwatch: CloudWatchClient, timeMs: number): Promise<void> {
  const MetricData = Array.from({ length: charts * linesPerChart }, (_, at) => ({
    MetricName: nameOf(Math.floor(at / linesPerChart), at % linesPerChart),
    Value: 50 + 40 * Math.sin(timeMs / 300_000 + at) + Math.random() * 10,
    Timestamp: new Date(timeMs),
  }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: "Bench", MetricData }));
}
