import type { Clock } from "../../clock";
import type { Random } from "../../random";

/** What destinations outside S3 work with. */
export interface DestinationDependencies {
  readonly clock: Clock;
  readonly random: Random;
  /** How requests are sent: the global `fetch`. */
  readonly fetch: typeof fetch;
  /** Of the delivery stream: what notices begin with. */
  readonly streamName: string;
  /** Of the delivery stream: what HTTP endpoints are told as the source. */
  readonly deliveryStreamArn: string;
  /** Tells the user what a delivery stream meets, and what is not done locally. */
  readonly notice: (text: string) => void;
}
