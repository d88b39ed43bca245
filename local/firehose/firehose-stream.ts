import type { DeliveryStreamEncryptionConfigurationInput } from "@aws-sdk/client-firehose";
import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { ActiveFaults } from "../faults/active-faults";
import type { DeliveryStream } from "./delivery/delivery-stream";
import type { DirectPutMetrics } from "./delivery-metrics";
import type { DeliveryStreamSettings, DestinationSettings } from "./delivery-stream-settings";
import type { DirectPutRates, directPutLimits } from "./direct-put-rates";

/** Where a delivery stream's records come from: a Kinesis stream that it reads as a role, or producers. */
export type FirehoseSource =
  | { readonly kind: "KinesisStreamAsSource"; readonly streamArn: string; readonly roleArn: string }
  /** The hint, mebibytes a second, AWS keeps as information. */
  | { readonly kind: "DirectPut"; readonly throughputHintInMBs?: number };

/** What a delivery stream is made of. */
export interface FirehoseStreamOptions {
  readonly settings: DeliveryStreamSettings;
  readonly source: FirehoseSource;
  readonly encryption: DeliveryStreamEncryptionConfigurationInput | undefined;
  readonly delivery: DeliveryStream;
  readonly clock: Clock;
  readonly metrics: DirectPutMetrics;
  /** AWS's quotas of a second. */
  readonly limits: ReturnType<typeof directPutLimits>;
  /** What goes wrong with it. */
  readonly faults: ActiveFaults;
  /** Absent where AWS's quota is switched off. */
  readonly rates: DirectPutRates | undefined;
  /** Milliseconds since the epoch. */
  readonly activeAtMs: number;
}

/** AWS's whole answer beyond a quota. */
export const slowDown = "Slow down.";

/** Whether one record was taken. */
export type PutOutcome = "taken" | "slow-down";

/** A delivery stream as the API sees it: its configuration, and the engine that runs it. */
export class FirehoseStream {
  readonly createdMs: number;
  readonly source: FirehoseSource;
  readonly delivery: DeliveryStream;
  /** What requests tell CloudWatch of themselves. */
  readonly metrics: DirectPutMetrics;
  readonly tags = new Map<string, string>();
  /** Absent when it is off. */
  encryption: DeliveryStreamEncryptionConfigurationInput | undefined;
  /** Whether it is being deleted. */
  deleting = false;
  #settings: DeliveryStreamSettings;
  #updatedMs: number | undefined;
  readonly #activeAtMs: number;
  readonly #clock: Clock;
  readonly #limits: ReturnType<typeof directPutLimits>;
  readonly #faults: ActiveFaults;
  readonly #rates: DirectPutRates | undefined;

  constructor(options: FirehoseStreamOptions) {
    const { settings, source, encryption, delivery, clock, metrics, limits, faults, rates, activeAtMs } = options;
    this.createdMs = clock.now();
    this.source = source;
    this.delivery = delivery;
    this.metrics = metrics;
    this.encryption = encryption;
    this.#settings = settings;
    this.#activeAtMs = activeAtMs;
    this.#clock = clock;
    this.#limits = limits;
    this.#faults = faults;
    this.#rates = rates;
  }

  get settings(): DeliveryStreamSettings {
    return this.#settings;
  }

  /** Milliseconds since the epoch; undefined before the first update. */
  get updatedMs(): number | undefined {
    return this.#updatedMs;
  }

  get status(): "CREATING" | "ACTIVE" | "DELETING" {
    if (this.deleting) return "DELETING";
    return this.#clock.now() < this.#activeAtMs ? "CREATING" : "ACTIVE";
  }

  /** Goes on with another destination, under the next version. */
  update(destination: DestinationSettings): void {
    const versionId = String(Number(this.#settings.versionId) + 1);
    this.#settings = { ...this.#settings, destination, versionId };
    this.#updatedMs = this.#clock.now();
    this.delivery.update(this.#settings);
  }

  /**
   * Takes records: those beyond the quota of a second are refused one by one.
   * @throws AwsError `ServiceUnavailableException` when requests come too fast, or too much waits for delivery
   */
  put(records: readonly Buffer[]): readonly PutOutcome[] {
    const nowMs = this.#clock.now();
    const rates = this.#rates;
    if (rates && !rates.takeRequest(nowMs)) {
      this.metrics.throttledRecords.record(records.length);
      throw new AwsError("ServiceUnavailableException", slowDown, 503);
    }
    const target = `delivery/${this.settings.name}` as const;
    const takes = ({ length }: Buffer) =>
      !this.#faults.strikes("throttle", target) && (!rates || rates.takeRecord(nowMs, length));
    const outcomes = records.map((data) => (takes(data) ? "taken" : "slow-down"));
    const taken = records.filter((_, position) => outcomes[position] === "taken");
    this.delivery.put(taken);
    this.metrics.incomingPutRequests.record(1);
    this.metrics.incomingRecords.record(taken.length);
    this.metrics.incomingBytes.record(taken.reduce((bytes, { length }) => bytes + length, 0));
    this.metrics.throttledRecords.record(records.length - taken.length);
    return outcomes;
  }

  /** Takes so much of a second's quota as producers would, 0 to 1: of records that nobody keeps. */
  flood(share: number): void {
    const bytes = share * this.#limits.bytes;
    this.#rates?.takeRecord(this.#clock.now(), bytes);
    this.metrics.incomingBytes.record(bytes);
    this.metrics.incomingRecords.record(share * this.#limits.records);
  }
}
