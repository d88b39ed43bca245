import { EvaluationError } from "./errors";

/** Values that are worked out when first asked for, once; a value that needs itself is an error that names the circle. */
export class LazyValues {
  readonly #known = new Map<string, unknown>();
  readonly #active: string[] = [];

  /**
   * @param key tells values apart, and is what the error calls them; always asked for with the same kind of value
   * @throws EvaluationError where the value is being worked out already
   */
  get<T>(key: string, compute: () => T): T {
    if (this.#known.has(key)) return this.#known.get(key) as T;
    const begun = this.#active.indexOf(key);
    if (begun >= 0) {
      throw new EvaluationError(`it needs itself: ${[...this.#active.slice(begun), key].join(" → ")}`);
    }
    this.#active.push(key);
    try {
      const value = compute();
      this.#known.set(key, value);
      return value;
    } finally {
      this.#active.pop();
    }
  }
}
