/** Time as the producer sees it: the machine's own, or a test's. */
export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves `delayMs` from now, or at once when `signal` aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const machineTime: Time = {
  now: Date.now,
  sleep(delayMs, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, delayMs);
      signal?.addEventListener("abort", wake, { once: true });
    });
  },
};
