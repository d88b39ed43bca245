import type { FoundationStack } from "./foundation";
import type { StorageStack } from "./storage";
import type { StreamingStack } from "./streaming";

/** What the stacks that are deployed daily need of those that change seldom. */
export interface Upstream {
  readonly foundation: FoundationStack;
  readonly storage: StorageStack;
  readonly streaming: StreamingStack;
}
