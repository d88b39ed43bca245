/** Of the 16 that a frame has, milliseconds: the rest is the browser's. */
const budgetMs = 6;

/** Draws what has changed, as much in a frame as leaves the page smooth; what waits is drawn once, as it is then. */
export class FrameQueue {
  readonly #waiting = new Map<object, () => void>();

  /** @param owner what is drawn: a later drawing of it takes the place of one that waits */
  add(owner: object, draw: () => void): void {
    if (this.#waiting.size === 0) requestAnimationFrame(() => this.#drawSome());
    this.#waiting.set(owner, draw);
  }

  #drawSome(): void {
    const startMs = performance.now();
    for (const [owner, draw] of this.#waiting) {
      this.#waiting.delete(owner);
      draw();
      if (performance.now() - startMs > budgetMs) break;
    }
    if (this.#waiting.size > 0) requestAnimationFrame(() => this.#drawSome());
  }
}
