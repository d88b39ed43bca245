import type { AnalyticsStack } from "./analytics";
import type { DeliveryStack } from "./delivery";
import type { ProcessingStack } from "./processing";
import type { Upstream } from "./upstream";

/** The stacks whose resources have metrics, and what these need. */
export interface WatchedStacks extends Upstream {
  readonly processing: ProcessingStack;
  readonly delivery: DeliveryStack;
  readonly analytics: AnalyticsStack;
}
