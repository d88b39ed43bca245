import type { HashKey, HashKeyRange } from "./hash-key";
import type { Shard } from "./shard";
import type { ReshardStep } from "./stream-update";

/** What became of a step: shards that are to be closed, and those in their place. */
export interface TakenStep {
  readonly parents: readonly Shard[];
  readonly children: readonly Shard[];
}

/** Those of a stream's shards that take records: together they hold each hash key once. */
export class OpenShards {
  readonly #shards: Shard[];

  /** @param shards all of the stream's, closed ones too */
  constructor(shards: readonly Shard[]) {
    this.#shards = shards
      .filter(({ closed }) => !closed)
      .sort((one, other) => (one.hashKeys.start < other.hashKeys.start ? -1 : 1));
  }

  /** In order of their hash keys. */
  list(): readonly Shard[] {
    return this.#shards;
  }

  /** The one that holds a key. */
  holding(hashKey: HashKey): Shard {
    const position = this.#positionOf(hashKey);
    const shard = this.#shards[position];
    if (!shard) throw new RangeError(`no open shard is at ${position}`);
    return shard;
  }

  /** Takes a step of a reshard; `makeShard` makes the children. */
  take(step: ReshardStep, makeShard: (hashKeys: HashKeyRange, parents: readonly Shard[]) => Shard): TakenStep {
    const [lower, upper = lower] = step;
    const first = this.#positionOf(lower.start);
    const parents = this.#shards.slice(first, this.#positionOf(upper.end) + 1);
    const children = step.map((hashKeys) => makeShard(hashKeys, parents));
    this.#shards.splice(first, parents.length, ...children);
    return { parents, children };
  }

  #positionOf(hashKey: HashKey): number {
    let low = 0;
    let high = this.#shards.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const start = this.#shards[middle]?.hashKeys.start;
      if (start !== undefined && start <= hashKey) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
