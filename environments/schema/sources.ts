/** What a file of `environments/` may name, as far as it lies elsewhere. */
export interface Sources {
  /** The folders of functions/. */
  readonly functions: readonly string[];
  /** The jobs of flink/sql/: of each file, the names that stand in it as `${name}`. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
}
