import type { KindName } from "../../stacks/alarms/kinds";

/** A kind of alarm, of metric alarms or of the two that are no fault's own. */
export type AlarmKind = KindName | "unhealthy" | "deploy-window";

/** What goes wrong together, for how long, and which alarms are to say so. */
export interface Scenario {
  readonly name: string;
  readonly fires: readonly AlarmKind[];
  /** Those that could take it for their own trouble, and must not. */
  readonly spares?: readonly AlarmKind[];
  /** The faults that it consists of, each set on every target of its type. */
  readonly faults: readonly FaultOnAll[];
  /** How long they last. */
  readonly minutes: number;
  /** Whether producers send to the streams that jobs write to, too: a person who sends records again does. */
  readonly toAll?: boolean;
  /** How many events producers send at a time. @default 5 */
  readonly eventsPerPut?: number;
  /** Whether a deployment is under way meanwhile. */
  readonly isDeploying?: boolean;
}

/** A fault on every target of a type. */
export interface FaultOnAll {
  readonly kind: string;
  readonly on: string;
  readonly operation?: string;
  readonly share?: number;
  readonly seconds?: number;
}

const halfADay = 12 * 60 + 20;

/** Every fault that there is, on everything that it can be set on; and a deployment, which is none. */
export const scenarios: readonly Scenario[] = [
  {
    name: "throttle writes of streams",
    fires: ["writes-throttled"],
    faults: [{ kind: "throttle", on: "stream", share: 0.3 }],
    minutes: 8,
    toAll: true,
  },
  {
    name: "fail writes of streams",
    fires: ["puts-failing", "single-puts-failing"],
    faults: [{ kind: "fail", on: "stream", share: 0.6 }],
    minutes: 8,
    toAll: true,
  },
  {
    name: "throttle reads of streams",
    fires: ["reads-throttled"],
    spares: ["reads-failing"],
    faults: [{ kind: "throttle", on: "stream", operation: "reads", share: 0.5 }],
    minutes: 7,
  },
  {
    name: "fail reads of streams",
    fires: ["reads-failing"],
    faults: [{ kind: "fail", on: "stream", operation: "reads", share: 0.5 }],
    minutes: 7,
  },
  {
    name: "flood streams and deliveries",
    fires: ["stream-near-capacity", "delivery-near-limit"],
    faults: ["stream", "delivery"].map((on) => ({ kind: "flood", on })),
    minutes: 21,
  },
  {
    name: "silence streams",
    fires: ["no-incoming-records"],
    faults: [{ kind: "silence", on: "stream" }],
    minutes: 12,
  },
  {
    name: "poison streams and deliveries",
    fires: ["records-quarantined", "transforms-failing", "records-rejected"],
    faults: ["stream", "delivery"].map((on) => ({ kind: "poison", on })),
    minutes: 4,
  },
  {
    name: "throttle functions",
    fires: ["function-throttled", "function-late", "unhealthy"],
    faults: [{ kind: "throttle", on: "function" }],
    minutes: 14,
  },
  {
    name: "fail functions",
    fires: ["function-errors", "records-diverted", "failed-batches-waiting"],
    faults: [{ kind: "fail", on: "function" }],
    minutes: 6,
  },
  {
    name: "fail functions, buckets and queues",
    fires: ["records-dropped", "failure-destination-refuses"],
    faults: ["function", "bucket", "queue"].map((on) => ({ kind: "fail", on })),
    minutes: 6,
  },
  {
    name: "slow functions",
    fires: ["function-slow"],
    faults: [{ kind: "slow", on: "function", seconds: 52 }],
    minutes: 19,
  },
  {
    name: "stall mappings",
    fires: ["function-not-reading", "stream-late"],
    faults: [{ kind: "stall", on: "mapping" }],
    minutes: 12,
  },
  {
    name: "stall consumers",
    fires: ["consumer-late"],
    faults: [{ kind: "stall", on: "consumer" }],
    minutes: 12,
  },
  {
    name: "stall mappings and consumers for half a day",
    fires: ["stream-losing-data", "consumer-losing-data"],
    faults: ["mapping", "consumer"].map((on) => ({ kind: "stall", on })),
    minutes: halfADay,
    eventsPerPut: 1,
  },
  {
    name: "stall deliveries",
    fires: ["delivery-behind", "delivery-not-reading"],
    faults: [{ kind: "stall", on: "delivery" }],
    minutes: 24,
  },
  {
    name: "fail deliveries",
    fires: ["delivery-late", "delivery-stalled"],
    faults: [{ kind: "fail", on: "delivery" }],
    minutes: 24,
  },
  {
    name: "throttle and fail deliveries",
    fires: ["delivery-throttled", "unhealthy"],
    faults: [
      { kind: "throttle", on: "delivery", share: 0.5 },
      { kind: "fail", on: "delivery" },
    ],
    minutes: 12,
  },
  {
    name: "throttle reads of tables and indexes",
    fires: ["table-reads-throttled"],
    faults: ["table", "index"].map((on) => ({ kind: "throttle", on, operation: "reads" })),
    minutes: 7,
  },
  {
    name: "throttle writes of tables and indexes",
    fires: ["table-writes-throttled"],
    faults: ["table", "index"].map((on) => ({ kind: "throttle", on, operation: "writes", share: 0.08 })),
    minutes: 8,
    // A few of many: writers wait in real time before they try again.
    eventsPerPut: 50,
  },
  {
    name: "fail tables",
    fires: ["table-system-errors"],
    faults: [{ kind: "fail", on: "table", share: 0.4 }],
    minutes: 20,
    // Clients wait in real time before they try again.
    eventsPerPut: 1,
  },
  {
    name: "restart, fail, heat and stall applications",
    fires: ["job-restarting", "checkpoints-failing", "job-cpu-high", "job-heap-high", "job-late", "unhealthy"],
    faults: ["restart", "fail", "heat", "stall"].map((kind) => ({ kind, on: "application" })),
    minutes: 24,
  },
  { name: "weir apply", fires: ["deploy-window"], faults: [], minutes: 3, isDeploying: true },
];
