import type { Clock } from "../clock";

/** What state a stream is in, in AWS's words: all but ACTIVE pass by themselves. */
export type StreamStatus = "CREATING" | "UPDATING" | "ACTIVE" | "DELETING";

/** The states that a stream goes through, and what comes of each at its end. */
export class StreamLifecycle {
  #status: StreamStatus = "ACTIVE";
  #finish: (() => void) | undefined;

  /**
   * @param transitionMs how long each state takes, milliseconds; 0 ends it at once
   * @param onError hears of an effect that failed when its time had come
   */
  constructor(
    private readonly clock: Clock,
    private readonly transitionMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  get status(): StreamStatus {
    return this.#status;
  }

  /** Enters a state; when it has passed, the stream is ACTIVE (but for DELETING) and `effect` happens. What was under way ends first. */
  enter(status: Exclude<StreamStatus, "ACTIVE">, effect: () => void): void {
    this.finish();
    this.#status = status;
    const cancel = this.transitionMs > 0 ? this.clock.schedule(() => this.#pass(), this.transitionMs) : () => undefined;
    this.#finish = () => {
      cancel();
      if (status !== "DELETING") this.#status = "ACTIVE";
      effect();
    };
    if (this.transitionMs <= 0) this.finish();
  }

  /** Ends at once what is under way. */
  finish(): void {
    const finish = this.#finish;
    this.#finish = undefined;
    finish?.();
  }

  #pass(): void {
    try {
      this.finish();
    } catch (error) {
      this.onError(error);
    }
  }
}
