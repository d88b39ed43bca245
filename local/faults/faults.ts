import type { Clock } from "../clock";
import type { Random } from "../random";
import type { ActiveFaults } from "./active-faults";
import type { Fault, FaultedOperation, FaultKind, FaultSettings, Target, TargetType } from "./fault";
import { FaultError } from "./fault-error";
import { type FaultRule, faultRules } from "./fault-rules";
import { findTarget } from "./find-target";

/** What faults are made of. */
export interface FaultsOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** What is there to go wrong. */
  readonly targets: readonly Target[];
  /** Begins what a fault brings about by itself, beside what `strikes` says; the returned function ends that. */
  readonly begin: (fault: Fault) => () => void;
}

/** A fault to set. */
export interface NewFault extends FaultSettings {
  readonly kind: FaultKind;
  /** As `findTarget` takes it. */
  readonly target: string;
  /** @default the first that the target has */
  readonly operation?: FaultedOperation | undefined;
  /** How long it lasts. @default until it is cleared */
  readonly forSeconds?: number | undefined;
}

interface Active {
  readonly fault: Fault;
  readonly end: () => void;
}

/** The faults in force: what goes wrong because somebody wants to see it go wrong. */
export class Faults implements ActiveFaults {
  readonly #options: FaultsOptions;
  readonly #active = new Map<string, Active>();
  #made = 0;

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** The faults in force, in the order in which they were set. */
  list(): readonly Fault[] {
    return [...this.#active.values()].map(({ fault }) => fault);
  }

  /**
   * Has something go wrong from now on.
   * @throws FaultError for a target that is not there, or a setting that the fault does not have
   */
  set({ kind, target: given, operation, forSeconds, ...settings }: NewFault): Fault {
    const { clock, targets, begin } = this.#options;
    const rules = faultRules[kind];
    const target = findTarget(given, Object.keys(rules) as TargetType[], targets);
    const rule = rules[target.slice(0, target.indexOf("/")) as TargetType];
    if (!rule) throw new Error(`${target} has no rule for ${kind}`);
    const sinceMs = clock.now();
    const fault: Fault = {
      ...{ id: `fault-${++this.#made}`, kind, target },
      ...operationOf(rule, kind, target, operation),
      ...settingsOf(rule, kind, target, settings),
      ...{ sinceMs, ...(forSeconds !== undefined && { untilMs: sinceMs + forSeconds * 1_000 }) },
    };
    const endEffect = begin(fault);
    const cancelEnd =
      forSeconds === undefined ? undefined : clock.schedule(() => this.clear(fault.id), forSeconds * 1_000);
    const end = () => {
      cancelEnd?.();
      endEffect();
    };
    this.#active.set(fault.id, { fault, end });
    return fault;
  }

  /** Ends a fault, or all of them. @throws FaultError when there is none of that id */
  clear(id?: string): readonly Fault[] {
    if (id !== undefined && !this.#active.has(id)) {
      const known = this.#active.size > 0 ? `there are: ${[...this.#active.keys()].join(", ")}` : "none is in force";
      throw new FaultError(`there is no fault ${id}; ${known}`);
    }
    const ended = [...this.#active.values()].filter(({ fault }) => id === undefined || fault.id === id);
    for (const { fault, end } of ended) {
      this.#active.delete(fault.id);
      end();
    }
    return ended.map(({ fault }) => fault);
  }

  /** @inheritdoc */
  strikes(kind: FaultKind, target: Target, operation?: FaultedOperation): Fault | undefined {
    if (this.#active.size === 0) return undefined;
    for (const { fault } of this.#active.values()) {
      if (fault.kind !== kind || fault.target !== target || fault.operation !== operation) continue;
      if (this.#options.random.next() < (fault.share ?? 1)) return fault;
    }
    return undefined;
  }
}

function operationOf(
  { operations }: FaultRule,
  kind: FaultKind,
  target: Target,
  given: FaultedOperation | undefined,
): Pick<Fault, "operation"> {
  if (given === undefined) return operations ? { operation: operations[0] } : {};
  if (operations?.includes(given)) return { operation: given };
  const allowed = operations ? `takes ${operations.join(" or ")}` : "takes no operation";
  throw new FaultError(`the operation is ${given}; ${kind} of ${target} ${allowed}`);
}

function settingsOf(rule: FaultRule, kind: FaultKind, target: Target, given: FaultSettings): FaultSettings {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || name in rule.settings) continue;
    const allowed = Object.keys(rule.settings).join(", ") || "none";
    throw new FaultError(`${name} is ${value}, which ${kind} of ${target} does not have; its settings: ${allowed}`);
  }
  const stated = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...rule.settings, ...Object.fromEntries(stated) };
}
