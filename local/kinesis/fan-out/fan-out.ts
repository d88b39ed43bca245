import { AwsError } from "../../aws-error";
import { RateWindow } from "../rate-window";
import { ShardSubscription, type SubscriptionOptions } from "./shard-subscription";

/** How long a subscription keeps others of the same consumer from the shard: "within 5 seconds of a successful call". */
const heldMs = 5_000;
/** What a consumer gets of each shard, beside what GetRecords reads of it. */
const bytesPerSecond = 2 * 1024 * 1024;

/** Enhanced fan-out of one shard to one consumer: what AWS allows the two, and their present subscription. */
export class FanOut {
  readonly #calls: RateWindow;
  readonly #bytes: RateWindow;
  #subscribedMs = -Infinity;
  #subscription: ShardSubscription | undefined;

  /** @param limited false lets any number of calls and bytes pass */
  constructor(limited: boolean) {
    this.#calls = new RateWindow(limited ? 1 : Infinity);
    this.#bytes = new RateWindow(limited ? bytesPerSecond : Infinity);
  }

  /**
   * Counts a call of SubscribeToShard.
   * @param who account, stream, shard and consumer, for the message
   * @throws AwsError `ResourceInUseException` within five seconds of a successful call, even when its subscription has
   * ended; `LimitExceededException` for a second call in a second
   */
  takeCall(nowMs: number, who: string): void {
    const isAllowed = this.#calls.left(nowMs) >= 1;
    if (isAllowed) this.#calls.take(1);
    if (this.#isHeld(nowMs)) throw inUse(who);
    if (!isAllowed) throw new AwsError("LimitExceededException", `Rate exceeded for subscription ${who}.`);
  }

  /** Begins a subscription; an earlier one ends with `ResourceInUseException`. */
  subscribe(who: string, options: Omit<SubscriptionOptions, "bytes">): ShardSubscription {
    this.#subscription?.end(inUse(who));
    this.#subscribedMs = options.clock.now();
    this.#subscription = new ShardSubscription({ ...options, bytes: this.#bytes });
    return this.#subscription;
  }

  /** Whether nothing of it is worth remembering. */
  isIdle(nowMs: number): boolean {
    const isSubscribed = this.#subscription !== undefined && !this.#subscription.ended;
    return !isSubscribed && !this.#isHeld(nowMs) && this.#calls.left(nowMs) >= 1;
  }

  /** A machine's clock may be set back: nobody waits until it has caught up. */
  #isHeld(nowMs: number): boolean {
    return this.#subscribedMs <= nowMs && nowMs < this.#subscribedMs + heldMs;
  }
}

function inUse(who: string): AwsError {
  return new AwsError("ResourceInUseException", `Another active subscription exists for this consumer: ${who}`);
}
