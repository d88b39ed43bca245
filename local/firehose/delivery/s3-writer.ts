import type { ExtendedS3DestinationDescription, S3DestinationDescription } from "@aws-sdk/client-firehose";
import type { Clock } from "../../clock";
import type { Random } from "../../random";
import type { PlaceMetrics } from "../delivery-metrics";
import { backOff } from "./back-off";
import { compress } from "./compression";
import type { ErrorOutputType } from "./error-output";
import { fileExtension, objectName } from "./object-name";
import type { ObjectSink } from "./object-sink";
import { evaluatePrefix, type PartitionKeys } from "./prefix";

/** A place in S3: the destination itself, its backup, or where another destination keeps what it can't deliver. */
export type S3Place = S3DestinationDescription & Partial<ExtendedS3DestinationDescription>;

/** What a writer stands on. */
export interface S3WriterDependencies {
  readonly streamName: string;
  readonly versionId: string;
  readonly sink: ObjectSink;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends the retries. */
  readonly stopping: AbortSignal;
  readonly notice: (text: string) => void;
  /** What is written counts as delivered to these. */
  readonly metrics: readonly PlaceMetrics[];
}

/** An object to write. */
export interface NewObject {
  readonly chunks: readonly Uint8Array[];
  /** How many records are in it. */
  readonly records: number;
  /** Arrival of its oldest record, milliseconds since the epoch. */
  readonly arrivalMs: number;
  readonly partitionKeys?: PartitionKeys;
  /** For an object of the error output. */
  readonly errorOutputType?: ErrorOutputType;
}

/** How it ended: `lost` when S3 refused for as long as Firehose tries, `stopped` when the delivery stream ended before. */
export type WriteResult = "written" | "lost" | "stopped";

/** AWS tries for up to 24 hours; what S3 has not taken by then is lost. */
const maxRetryMs = 24 * 3_600_000;

/** Writes objects to one place in S3. */
export class S3Writer {
  readonly #place: S3Place;
  readonly #bucket: string;
  readonly #dependencies: S3WriterDependencies;
  /** Whether the last attempt failed: one notice tells of all that follow it. */
  #isRefused = false;

  constructor(place: S3Place, dependencies: S3WriterDependencies) {
    this.#place = place;
    // `arn:aws:s3:::<bucket>`
    this.#bucket = place.BucketARN?.split(":")[5] ?? "";
    this.#dependencies = dependencies;
  }

  /**
   * Compresses an object and writes it under a new key, however often S3 refuses at first.
   * @throws PrefixEvaluationError when its partition keys make no prefix, before anything else is done
   */
  async write(object: NewObject): Promise<WriteResult> {
    const { streamName, sink, clock, random, stopping, notice } = this.#dependencies;
    const key = this.#key(object);
    const chunks = await compress(this.#place.CompressionFormat ?? "UNCOMPRESSED", object.chunks, random);
    const startedMs = clock.now();
    for (let attempt = 1; ; attempt++) {
      try {
        await sink.putObject(this.#bucket, key, chunks);
        this.#isRefused = false;
        this.#countWritten(object, chunks);
        return "written";
      } catch (error) {
        this.#tell(key, error);
        for (const { success } of this.#dependencies.metrics) success.record(0);
      }
      if (stopping.aborted) return "stopped";
      // AWS tries forever to write what could not be converted.
      const triesForever = object.errorOutputType === "format-conversion-failed";
      if (!triesForever && clock.now() - startedMs >= maxRetryMs) {
        notice(`${streamName}: LOST ${object.records} records: S3 refused ${this.#bucket}/${key} for 24 hours`);
        return "lost";
      }
      await backOff(clock, random, attempt, stopping);
    }
  }

  #countWritten(object: NewObject, chunks: readonly Uint8Array[]): void {
    const objectBytes = chunks.reduce((sum, { length }) => sum + length, 0);
    for (const { records, bytes, success } of this.#dependencies.metrics) {
      success.record(1);
      records.record(object.records);
      bytes.record(objectBytes);
    }
  }

  #key({ arrivalMs, partitionKeys, errorOutputType }: NewObject): string {
    const { Prefix, ErrorOutputPrefix, CustomTimeZone: timeZone } = this.#place;
    const { streamName, versionId, random } = this.#dependencies;
    const template = errorOutputType === undefined ? Prefix : (ErrorOutputPrefix ?? Prefix);
    const prefix = evaluatePrefix(template, { arrivalMs, timeZone, random, partitionKeys, errorOutputType });
    // Lines of JSON, whatever the format of the data.
    const format = { ...this.#place, ...(errorOutputType && { DataFormatConversionConfiguration: undefined }) };
    const extension = fileExtension(format);
    return prefix + objectName({ streamName, versionId, arrivalMs, timeZone, random, extension });
  }

  #tell(key: string, error: unknown): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    const { streamName, notice } = this.#dependencies;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    notice(`${streamName}: S3 refused ${this.#bucket}/${key}, which is tried again: ${reason}`);
  }
}
