import { type CloudWatchClient, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import type { Metric } from "../../modules/metric/metric";

/** Values of a metric, a minute each; minutes without data are absent. */
export interface Series {
  /** When each minute began, milliseconds since the epoch, oldest first. */
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** What is looked at: whole minutes. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** GetMetricData takes so many queries. */
const maxQueries = 500;

interface Asked {
  readonly metric: Metric;
  readonly resolve: (series: Series) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads metrics of a window: what is asked for in one turn goes in one request. */
export class MetricReader {
  #asked: Asked[] = [];

  constructor(
    private readonly client: CloudWatchClient,
    readonly window: Window,
  ) {}

  /** The values of a metric by its statistic, none where it was not emitted. */
  series(metric: Metric): Promise<Series> {
    if (this.#asked.length === 0) setImmediate(() => void this.#flush());
    return new Promise((resolve, reject) => this.#asked.push({ metric, resolve, reject }));
  }

  async #flush(): Promise<void> {
    const asked = this.#asked.splice(0);
    for (let at = 0; at < asked.length; at += maxQueries) await this.#read(asked.slice(at, at + maxQueries));
  }

  async #read(asked: readonly Asked[]): Promise<void> {
    try {
      const found = await this.#fetch(asked.map(({ metric }) => metric));
      for (const [at, { resolve }] of asked.entries()) resolve(found[at] ?? { timesMs: [], values: [] });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  async #fetch(metrics: readonly Metric[]): Promise<Series[]> {
    const series = metrics.map(() => ({ timesMs: [] as number[], values: [] as number[] }));
    const pages = paginateGetMetricData(
      { client: this.client },
      {
        StartTime: new Date(this.window.startMs),
        EndTime: new Date(this.window.endMs),
        ScanBy: "TimestampAscending",
        MetricDataQueries: metrics.map(({ namespace, name, dimensions, statistic }, at) => ({
          Id: `m${at}`,
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: 60,
            Stat: statistic,
          },
        })),
      },
    );
    for await (const { MetricDataResults = [] } of pages) {
      for (const { Id = "", StatusCode, Timestamps = [], Values = [] } of MetricDataResults) {
        // No value here would look like a metric that was not emitted.
        if (StatusCode === "Forbidden" || StatusCode === "InternalError") {
          const { namespace, name } = metrics[Number(Id.slice(1))] ?? {};
          throw new Error(`CloudWatch does not tell ${namespace} ${name}: ${StatusCode}`);
        }
        const of = series[Number(Id.slice(1))];
        of?.timesMs.push(...Timestamps.map((time) => time.getTime()));
        of?.values.push(...Values);
      }
    }
    return series;
  }
}
