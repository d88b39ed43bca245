import type { Rates } from "../rates";
import type { RecentMetrics } from "../recent-metrics";
import type { Sources } from "../sources";
import type { TableItems } from "./table-items";

/** What the parts of the pipeline are drawn from. */
export interface Parts extends Sources {
  readonly rates: Rates;
  readonly recent: RecentMetrics;
  readonly tableItems: TableItems;
  /** A physical name as the page writes it. */
  readonly short: (name: string) => string;
}
