import { KinesisClient } from "@aws-sdk/client-kinesis";
import { clientSettings, type SendReport } from "../produce/sender";
import { produceTraffic } from "../produce/traffic";
import { AcknowledgedEvents } from "./acknowledged-events";

/** Generated traffic, under way. */
export interface Traffic {
  /** Which of its events the stream has taken, and nobody has seen yet. */
  readonly events: AcknowledgedEvents;
  /** Resolves when the last event was acknowledged or given up. */
  readonly ended: Promise<SendReport>;
}

/** What traffic to make, and when it ends. */
export interface TrafficOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly streamName: string;
  readonly ratePerSecond: number;
  readonly signal: AbortSignal;
}

/** Starts a web shop's traffic into one stream of the local endpoint. */
export function startTraffic({ endpoint, region, ...options }: TrafficOptions): Traffic {
  // Each run has a name of its own, since a kept table still holds the events of the one before.
  const run = `up-${Date.now().toString(36)}`;
  const events = new AcknowledgedEvents(run);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new KinesisClient({ ...clientSettings, endpoint, region, credentials });
  const onAcknowledged = ({ eventId }: { readonly eventId: string }) => events.acknowledge(eventId);
  const ended = produceTraffic({ ...options, client, run, seed: Date.now(), onAcknowledged }).finally(() =>
    client.destroy(),
  );
  return { events, ended };
}
