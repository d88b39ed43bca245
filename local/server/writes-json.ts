/** One of many alike items in an answer, which writes its JSON itself: several times as quickly as `JSON.stringify`. */
export abstract class WritesJson {
  /** The very text that `JSON.stringify` would make. */
  abstract writeJson(): string;
}
