import { type Clock, sleep } from "../clock";
import type { Functions } from "./functions";

/** What the queue works with. */
export interface EventQueueOptions {
  readonly functions: Functions;
  readonly clock: Clock;
  /** Tells the person of an event that was given up. */
  readonly notice: (line: string) => void;
}

/** One event for a function that nobody waits for. */
export interface QueuedEvent {
  readonly functionName: string;
  /** The same for each attempt. */
  readonly requestId: string;
  readonly event: unknown;
}

const secondMs = 1_000;
const minuteMs = 60_000;

/** An event that is throttled for so long is given up. */
const maxAgeMs = 6 * 60 * minuteMs;

/** One, and Lambda's two retries. */
const maxErrors = 3;

/**
 * Lambda's queue of asynchronous invocations (`InvocationType: Event`): a function that fails is tried again after one
 * minute and after two more; one that is throttled after a second, doubled up to five minutes, for six hours.
 */
export class EventQueue {
  readonly #options: EventQueueOptions;
  readonly #closing = new AbortController();
  readonly #work = new Set<Promise<void>>();

  constructor(options: EventQueueOptions) {
    this.#options = options;
  }

  /** Takes an event; it is seen to from now on. */
  accept(event: QueuedEvent): void {
    const work = this.#process(event).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  /** Forgets the events that wait; resolves when the invocations under way have ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#work);
  }

  async #process({ functionName, event, requestId }: QueuedEvent): Promise<void> {
    const { functions, clock } = this.#options;
    const endMs = clock.now() + maxAgeMs;
    let errors = 0;
    let throttles = 0;
    while (!this.#closing.signal.aborted) {
      if (!functions.find(functionName)) return this.#giveUp(functionName, requestId, "the function is gone");
      const { kind } = await functions.invoke(functionName, event, requestId);
      if (kind === "success") return;
      if (kind === "error" && ++errors === maxErrors) {
        return this.#giveUp(functionName, requestId, `the function failed ${maxErrors} times`);
      }
      const waitMs = kind === "error" ? errors * minuteMs : Math.min(secondMs * 2 ** throttles++, 5 * minuteMs);
      if (clock.now() + waitMs > endMs) return this.#giveUp(functionName, requestId, "it waited for six hours");
      await sleep(clock, waitMs, this.#closing.signal);
    }
  }

  #giveUp(functionName: string, requestId: string, reason: string): void {
    this.#options.notice(`${functionName}: the event ${requestId} was given up: ${reason}`);
  }
}
