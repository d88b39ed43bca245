import type { Series } from "./metric-reader";

/** From the best to the worst: nothing is known to be well of which there is no data. */
export const verdicts = ["HEALTHY", "UNKNOWN", "WARNING", "CRITICAL"] as const;

/** How something is. */
export type Verdict = (typeof verdicts)[number];

/** What a finding rests on. */
export interface Evidence {
  /** What the values are: `age of the oldest record`. */
  readonly label: string;
  readonly unit: "ms" | "records/min" | "%" | "count";
  readonly series: Series;
  /** Where it begins to be wrong, in the unit. */
  readonly limit?: number;
}

/** How one thing of the environment is. */
export interface Finding {
  readonly verdict: Verdict;
  /** What it is about: `stream data-stream`. */
  readonly subject: string;
  /** A sentence without its end. */
  readonly message: string;
  readonly evidence?: Evidence;
  /** Why that is likely so. */
  readonly cause?: string;
  /** What mends it, or shows more. */
  readonly command?: string;
}

/** The worst of all; without any, nothing is known. */
export function worst(findings: readonly { readonly verdict: Verdict }[]): Verdict {
  const ranks = findings.map(({ verdict }) => verdicts.indexOf(verdict));
  return verdicts[Math.max(...ranks)] ?? "UNKNOWN";
}
