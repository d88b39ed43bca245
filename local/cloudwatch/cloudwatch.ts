import type { Clock } from "../clock";
import { isForm } from "../server/find-service";
import { jsonCodec } from "../server/json-codec";
import { queryService } from "../server/query-protocol";
import { isRpc, rpcService } from "../server/rpc-protocol";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { getMetricData } from "./actions/get-metric-data";
import { getMetricStatistics } from "./actions/get-metric-statistics";
import { listMetrics } from "./actions/list-metrics";
import { alarmActions } from "./alarms/alarm-actions";
import { Alarms } from "./alarms/alarms";
import { dashboardActions } from "./dashboards/dashboard-actions";
import { Dashboards } from "./dashboards/dashboards";
import { type DataResult, evaluateQueries } from "./math/evaluate-queries";
import type { MetricDataQuery } from "./math/metric-data-query";
import { readMetricData } from "./metric-data";
import type { MetricDatum } from "./metric-datum";
import type { MetricRecorder } from "./metric-recorder";
import { ClockedRecorder } from "./metrics/clocked-recorder";
import { MetricStore } from "./metrics/metric-store";
import type { TimeRange } from "./metrics/periods";
import { putDatum } from "./put-datum";

/** What CloudWatch stands on. */
export interface CloudWatchOptions {
  readonly clock: Clock;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Tells a topic of an alarm. @param subject one line of up to 100 characters */
  readonly publish: (topicArn: string, subject: string, message: string) => void;
}

/** The metrics, for readers in this process. */
export interface Metrics {
  /**
   * Evaluates queries as GetMetricData does: those that return data, in their order.
   * @throws AwsError ValidationException for a statistic or an expression that is not here
   */
  data(queries: readonly MetricDataQuery[], range: TimeRange): readonly DataResult[];
}

/** CloudWatch of one account and region. */
export interface CloudWatch {
  readonly service: Service;
  /** Where the engines tell what they do. */
  readonly recorder: MetricRecorder;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly dashboards: Dashboards;
  /** Takes data points that were checked, as PutMetricData does. */
  putData(namespace: string, data: readonly MetricDatum[]): void;
  /** How many data points a namespace was given by PutMetricData. */
  countData(namespace: string): number;
  /** Ends what it does by itself. */
  close(): void;
}

/** Makes a CloudWatch of its own; data points may lie as far from the clock's time as AWS allows. */
export function createCloudWatch(options: CloudWatchOptions): CloudWatch {
  const { clock } = options;
  const counts = new Map<string, number>();
  const store = new MetricStore(clock);
  const recorder = new ClockedRecorder(clock, store);
  const metrics: Metrics = { data: (queries, range) => evaluateQueries(store, queries, range) };
  const alarms = new Alarms({ ...options, metrics });
  const dashboards = new Dashboards(options);
  const putData = (namespace: string, data: readonly MetricDatum[]) => {
    for (const datum of data) putDatum(store, namespace, datum, clock.now());
    counts.set(namespace, (counts.get(namespace) ?? 0) + data.length);
  };
  const actions = {
    PutMetricData(input: unknown) {
      const { namespace, data } = readMetricData(input, clock.now());
      putData(namespace, data);
    },
    GetMetricData: (input: unknown) => getMetricData(store, clock, input),
    GetMetricStatistics: (input: unknown) => getMetricStatistics(store, clock, input),
    ListMetrics: (input: unknown) => listMetrics(store, clock, input),
    ...bound(alarmActions, alarms),
    ...bound(dashboardActions, dashboards),
  };
  return {
    service: inEveryProtocol(actions),
    recorder,
    metrics,
    alarms,
    dashboards,
    putData,
    countData: (namespace) => counts.get(namespace) ?? 0,
    close() {
      alarms.close();
      recorder.close();
    },
  };
}

/** Operations on what they are about. */
function bound<T>(
  actions: Readonly<Record<string, (engine: T, input: unknown) => unknown>>,
  engine: T,
): Readonly<Record<string, (input: unknown) => unknown>> {
  const entries = Object.entries(actions).map(([name, action]) => [name, (input: unknown) => action(engine, input)]);
  return Object.fromEntries(entries);
}

/** CloudWatch's clients have spoken three protocols, and each kind is still about. */
function inEveryProtocol(actions: Readonly<Record<string, (input: unknown) => unknown>>): Service {
  const name = "monitoring";
  const rpc = rpcService({ name, actions });
  const query = queryService({ name, namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/", actions });
  const codecs = [jsonCodec("application/x-amz-json-1.0")];
  const json = targetService({
    ...{ name, targetPrefix: "GraniteServiceVersion20100801", codecs, actions },
    isQueryCompatible: true,
  });
  return {
    name,
    targetPrefixes: json.targetPrefixes,
    queryActions: query.queryActions,
    handle(request, response, context) {
      const spoken = isRpc(request) ? rpc : isForm(request) ? query : json;
      return spoken.handle(request, response, context);
    },
  };
}
