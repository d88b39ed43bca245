import { FanOut } from "./fan-out";

/** Enhanced fan-out of one shard to all its consumers. */
export class FanOuts {
  readonly #byConsumer = new Map<string, FanOut>();

  /** @param limited whether AWS's rates hold */
  constructor(private readonly limited: boolean) {}

  /** The one to the consumer of that ARN. Forgets those that nothing is left of, since consumers come and go. */
  to(consumerArn: string, nowMs: number): FanOut {
    for (const [arn, fanOut] of this.#byConsumer) if (fanOut.isIdle(nowMs)) this.#byConsumer.delete(arn);
    const fanOut = this.#byConsumer.get(consumerArn) ?? new FanOut(this.limited);
    this.#byConsumer.set(consumerArn, fanOut);
    return fanOut;
  }
}
