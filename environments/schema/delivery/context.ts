import type { Tier } from "../fields";
import type { LakeTable } from "../lake-table";

/** What the defaults of a destination depend on. */
export interface DeliveryContext {
  /** The delivery's key. */
  readonly key: string;
  readonly tier: Tier;
  /** Prefixes of the lake that data lies under. */
  readonly dataPrefixes: readonly string[];
  readonly tables: Readonly<Record<string, LakeTable>>;
  /** Whether a function transforms the records. */
  readonly isTransformed: boolean;
}

/** How long records may wait in a buffer: production makes fewer, larger objects; elsewhere one wants to see them. */
export function defaultBufferSeconds(tier: Tier): number {
  return tier === "production" ? 300 : 15;
}
