/** What the page shows, as the server tells it: each section is sent when it has changed. Times are milliseconds since the epoch. */
export interface Sections {
  readonly platform: Platform;
  readonly pipeline: Pipeline;
  readonly shards: readonly StreamShards[];
  readonly alarms: readonly AlarmView[];
  /** What goes wrong because somebody asked for it. */
  readonly faults: readonly FaultView[];
  readonly failures: readonly Failure[];
  readonly tail: Tail;
  readonly lake: readonly StoredObject[];
  /** All dashboards, by name. */
  readonly dashboards: readonly { readonly name: string; readonly label: string }[];
  /** How many widgets the dashboard has that is looked at. */
  readonly widgets: number;
  /** Each of them. */
  readonly [widget: `widgets/${number}`]: Widget;
}

/** What a section is told by. */
export type SectionName = keyof Sections;

/** What a page chooses to see. */
export interface View {
  /** @default the first */
  readonly dashboard?: string;
  /** Whose newest records are shown. @default the one that has taken most */
  readonly stream?: string;
  /** How far back charts go. */
  readonly minutes: number;
}

/** What runs. */
export interface Platform {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly startedMs: number;
  readonly nowMs: number;
}

/** The environment as a graph. */
export interface Pipeline {
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
}

/** What stands in the pipeline. */
export type NodeKind =
  | "producers"
  | "stream"
  | "function"
  | "table"
  | "delivery"
  | "application"
  | "destination"
  | "failures";

/** Something that records pass, or end in. */
export interface PipelineNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** Its key in the environment. */
  readonly label: string;
  /** Its name in AWS. */
  readonly name: string;
  readonly facts: readonly Fact[];
  /** The worst state of its alarms; undefined when it has none. */
  readonly state?: AlarmView["state"];
  /** The names of those of its alarms that are in ALARM. */
  readonly firing: readonly string[];
}

/** A number or a word about a node. */
export interface Fact {
  readonly label: string;
  readonly value: number | string;
  /** What a number measures. @default a count */
  readonly unit?: "ms" | "bytes";
  /** Whether it is something to look at. */
  readonly isBad?: boolean;
}

/** Where records go. */
export interface PipelineEdge {
  readonly from: string;
  readonly to: string;
  /** `failure` for those that could not go on. */
  readonly kind: "flow" | "failure";
  /** Records a second; undefined where that is not known, or not yet. */
  readonly perSecond?: number;
  /** Of a failure: records so far, in a day at most. */
  readonly failed?: number;
}

/** A stream's hash range, divided among its open shards in the order of their keys. */
export interface StreamShards {
  readonly stream: string;
  readonly label: string;
  readonly shards: readonly ShardLoad[];
}

/** One shard. */
export interface ShardLoad {
  readonly shardId: string;
  /** Where it begins and ends in the range of hash keys, 0 to 1. */
  readonly start: number;
  readonly end: number;
  readonly perSecond: number;
  /** The larger share of what it may take, of records or of bytes: 1 is all. */
  readonly load: number;
}

/** One alarm. */
export interface AlarmView {
  readonly name: string;
  /** The name without project and environment. */
  readonly label: string;
  readonly kind: "metric" | "composite";
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** In AWS's words. */
  readonly reason: string;
  readonly sinceMs: number;
  readonly description: string;
  /** The values of the dimensions of its metrics: names of what it watches. */
  readonly watches: readonly string[];
  /** The states that it passed through, the oldest first, ending with the present one. */
  readonly history: readonly { readonly state: AlarmView["state"]; readonly atMs: number }[];
}

/** A fault in force. */
export interface FaultView {
  readonly id: string;
  readonly kind: string;
  /** A resource by its type and name. */
  readonly target: string;
  /** Absent when it lasts until it is cleared. */
  readonly untilMs?: number;
}

/** Records that could not go on. */
export interface Failure {
  readonly atMs: number;
  readonly kind: "quarantine" | "failed batch" | "delivery error";
  /** Whose they are: a function's or a delivery stream's key. */
  readonly source: string;
  readonly reason: string;
  readonly bucket: string;
  readonly key: string;
}

/** The newest records of a stream. */
export interface Tail {
  readonly stream?: string;
  readonly streams: readonly { readonly name: string; readonly label: string }[];
  /** The newest first. */
  readonly records: readonly TailRecord[];
}

/** A record, readable. */
export interface TailRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly arrivalMs: number;
  readonly partitionKey: string;
  /** How many the Kinesis Producer Library packed into it, if it did. */
  readonly aggregated?: number;
  /** As text, cut where it is long; of an aggregate the last one. */
  readonly text: string;
}

/** An object of a bucket. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** Where a widget stands on the 24 columns of a dashboard. */
export interface WidgetPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A widget, with what it shows now. */
export type Widget = WidgetPlace & { readonly title: string } & (
    | MetricContent
    | { readonly kind: "text"; readonly markdown: string }
    | { readonly kind: "alarm"; readonly alarms: readonly string[] }
    | {
        readonly kind: "log";
        readonly query: string;
        /** The newest lines of the log groups that the query reads. */
        readonly lines: readonly { readonly atMs: number; readonly text: string }[];
      }
    | { readonly kind: "problem"; readonly problem: string }
  );

/** What a widget of metrics shows. */
export interface MetricContent {
  readonly kind: "metric";
  readonly view: "timeSeries" | "singleValue" | "bar";
  readonly isStacked: boolean;
  /** What the chart spans. */
  readonly startMs: number;
  readonly endMs: number;
  /** Seconds since the epoch: of all series, rising. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly annotations: readonly { readonly label: string; readonly value: number; readonly color?: string }[];
  /** The bounds of the left axis, where the dashboard sets them. */
  readonly min?: number;
  readonly max?: number;
}

/** One line of a chart. */
export interface Series {
  readonly label: string;
  readonly color?: string;
  /** CloudWatch's, such as `Milliseconds`; empty where it is not known. */
  readonly unit: string;
  readonly axis: "left" | "right";
  /** One a time; null where there is none. */
  readonly values: readonly (number | null)[];
}
