/** Tasks of one name run one after the other, in the order they came; those of other names beside them. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs a task when all before it are done, well or not. */
  take<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(task, task);
    this.#last.set(name, turn);
    return turn;
  }
}
