import type { Clock } from "../../clock";

/** Why a composite alarm holds its actions back, in AWS's words. */
export type SuppressedBy = "WaitPeriod" | "Alarm" | "ExtensionPeriod";

/** How long a composite alarm waits for its suppressor. */
export interface SuppressionPeriods {
  /** For it to go into ALARM, once the composite alarm changed. */
  readonly waitSeconds: number;
  /** For the composite alarm to recover, once the suppressor left ALARM. */
  readonly extensionSeconds: number;
}

/**
 * Holds the actions of a composite alarm back while its suppressor is in ALARM, by the six examples of AWS's
 * documentation ("Suppressing composite alarm actions"). Of several changes held back, only the last is acted on.
 */
export class Suppression {
  readonly #clock: Clock;
  readonly #periods: SuppressionPeriods;
  #suppressedBy: SuppressedBy | undefined;
  #held: (() => void) | undefined;
  #endPeriod: (() => void) | undefined;

  /** @param isSuppressing whether the suppressor is in ALARM already */
  constructor(clock: Clock, periods: SuppressionPeriods, isSuppressing: boolean) {
    this.#clock = clock;
    this.#periods = periods;
    if (isSuppressing) this.#suppressedBy = "Alarm";
  }

  /** Why actions are held back now; undefined when they are not. */
  get suppressedBy(): SuppressedBy | undefined {
    return this.#suppressedBy;
  }

  /** The composite alarm changed: its actions wait for the suppressor. */
  hold(act: () => void): void {
    this.#held = act;
    if (this.#suppressedBy !== "Alarm") this.#begin("WaitPeriod", this.#periods.waitSeconds);
  }

  /** The suppressor went into ALARM, or out of it. */
  suppressorChanged(isSuppressing: boolean): void {
    if (isSuppressing) {
      this.#endPeriod?.();
      this.#suppressedBy = "Alarm";
    } else if (this.#suppressedBy === "Alarm") {
      this.#begin("ExtensionPeriod", this.#periods.extensionSeconds);
    }
  }

  /** Forgets what is held back. */
  close(): void {
    this.#endPeriod?.();
  }

  #begin(period: SuppressedBy, seconds: number): void {
    this.#endPeriod?.();
    this.#suppressedBy = period;
    this.#endPeriod = this.#clock.schedule(() => {
      const act = this.#held;
      this.#held = undefined;
      this.#suppressedBy = undefined;
      act?.();
    }, seconds * 1_000);
  }
}
