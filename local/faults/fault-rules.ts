import type { FaultedOperation, FaultKind, FaultSettings, TargetType } from "./fault";

/** What must and may be said of a kind of fault on one type of target. */
export interface FaultRule {
  /** It must be said which of them; the first if nothing is said. Absent: there is only one way. */
  readonly operations?: readonly [FaultedOperation, ...FaultedOperation[]];
  /** What may be set, and what it is unless it is set. */
  readonly settings: FaultSettings;
}

const shared: FaultRule = { settings: { share: 1 } };
const writesOrReads: FaultRule = { operations: ["writes", "reads"], settings: { share: 1 } };
const plain: FaultRule = { settings: {} };

/** The faults that there are: by kind, on which types of targets. */
export const faultRules: Readonly<Record<FaultKind, Partial<Record<TargetType, FaultRule>>>> = {
  throttle: { stream: writesOrReads, function: shared, delivery: shared, table: writesOrReads, index: writesOrReads },
  fail: {
    stream: writesOrReads,
    function: shared,
    delivery: shared,
    table: shared,
    queue: shared,
    bucket: shared,
    application: plain,
  },
  slow: { function: { settings: { share: 1, seconds: 5 } } },
  stall: { mapping: plain, consumer: plain, delivery: plain, application: plain },
  poison: { stream: { settings: { perSecond: 1 } }, delivery: { settings: { perSecond: 1 } } },
  flood: { stream: { settings: { share: 0.9 } }, delivery: { settings: { share: 0.9 } } },
  silence: { stream: plain },
  restart: { application: plain },
  heat: { application: plain },
};
