/** Lets tasks run side by side, but for those that must run alone. */
export class Gate {
  readonly #underWay = new Set<Promise<unknown>>();
  /** Settles when the task that runs alone is done. */
  #alone: Promise<unknown> | undefined;

  /** Runs a task once no other runs alone. */
  async beside<Result>(task: () => Promise<Result>): Promise<Result> {
    while (this.#alone) await this.#alone;
    const running = task();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** Runs a task when all that are under way have ended; those that come meanwhile wait for its end. */
  async alone<Result>(task: () => Promise<Result>): Promise<Result> {
    while (this.#alone) await this.#alone;
    const running = Promise.allSettled(this.#underWay).then(task);
    this.#alone = Promise.allSettled([running]);
    try {
      return await running;
    } finally {
      this.#alone = undefined;
    }
  }
}
