import type { Processor } from "@aws-sdk/client-firehose";
import { AwsError } from "../../aws-error";
import type { Clock } from "../../clock";
import type { FunctionRunner } from "../../lambda/function-runner";
import type { Random } from "../../random";
import { backOff } from "../delivery/back-off";
import { type DeliveryRecord, dataBytes } from "../delivery/delivery-record";
import type { Exits, ProcessedRecord } from "../delivery/processed-record";
import { type DeliveryMetric, transformMetrics } from "../delivery-metrics";
import type { DeliveryError } from "../destinations/delivery-retries";
import { processorParameter } from "./processor-parameter";
import { type TransformSource, transformBatches, transformEvent } from "./transform-event";
import { functionError, type RecordResult, readTransformResponse } from "./transform-response";

/** What a transform function is called with. */
export interface TransformDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly runner: FunctionRunner;
  readonly source: TransformSource;
  /** Whether the partition keys that the function adds are asked for. */
  readonly hasPartitions: boolean;
  readonly exits: Exits;
  readonly metric: DeliveryMetric;
  /** Ends the waits between attempts. */
  readonly stopping: AbortSignal;
}

const throttled: DeliveryError = {
  errorCode: "Lambda.InvokeLimitExceeded",
  errorMessage: "The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit.",
};
const notFound: DeliveryError = {
  errorCode: "Lambda.ResourceNotFound",
  errorMessage: "The specified Lambda function does not exist. Use a different function that does exist.",
};

/** How an invocation ended: with an answer, or so that it may help to try again. */
type Attempt = { readonly payload: unknown } | { readonly error: DeliveryError };

/** Calls the transform function of a delivery stream (the processor `Lambda`). */
export class TransformFunction {
  readonly #lambdaArn: string;
  readonly #maxAttempts: number;
  readonly #dependencies: TransformDependencies;
  readonly #metrics: ReturnType<typeof transformMetrics>;

  constructor(processor: Processor, dependencies: TransformDependencies) {
    this.#lambdaArn = processorParameter(processor, "LambdaArn") ?? "";
    this.#maxAttempts = 1 + Number(processorParameter(processor, "NumberOfRetries") ?? 3);
    this.#dependencies = dependencies;
    this.#metrics = transformMetrics(dependencies.metric);
  }

  /** Transforms records, in as many invocations as Lambda's limit asks for: those that are to be delivered. */
  async process(records: readonly DeliveryRecord[]): Promise<readonly ProcessedRecord[]> {
    const processed: ProcessedRecord[] = [];
    for (const batch of transformBatches(records)) {
      for (const result of await this.#transform(batch)) {
        if (result.kind === "ok") processed.push(result.record);
        else if (result.kind === "dropped") this.#dependencies.exits.drop(result.record);
      }
    }
    this.#metrics.records.record(processed.length);
    this.#metrics.bytes.record(dataBytes(processed));
    return processed;
  }

  async #transform(records: readonly DeliveryRecord[]): Promise<readonly RecordResult[]> {
    const { clock, random, hasPartitions, stopping } = this.#dependencies;
    for (let attempt = 1; ; attempt++) {
      const startedMs = clock.now();
      const end = await this.#invoke(records);
      this.#metrics.duration.record(clock.now() - startedMs);
      this.#metrics.success.record("payload" in end ? 1 : 0);
      if ("payload" in end || attempt === this.#maxAttempts) {
        const results =
          "payload" in end ? readTransformResponse(end.payload, records, hasPartitions) : failAll(records, end.error);
        this.#fail(results, attempt);
        return results;
      }
      await backOff(clock, random, attempt, stopping);
    }
  }

  async #invoke(records: readonly DeliveryRecord[]): Promise<Attempt> {
    const { random, runner, source } = this.#dependencies;
    // `arn:aws:lambda:<region>:<account>:function:<name>` and perhaps a qualifier: here there is one version.
    const functionName = this.#lambdaArn.split(":")[6] ?? "";
    try {
      const invocation = await runner.invoke(functionName, transformEvent(source, random.uuid(), records));
      if (invocation.kind === "throttled") return { error: throttled };
      if (invocation.kind === "error") return { error: functionError };
      return { payload: invocation.payload };
    } catch (error) {
      if (error instanceof AwsError && error.code === "ResourceNotFoundException") return { error: notFound };
      throw error;
    }
  }

  #fail(results: readonly RecordResult[], attemptsMade: number): void {
    const { clock, exits } = this.#dependencies;
    const attemptEndingMs = clock.now();
    for (const result of results) {
      if (result.kind !== "failed") continue;
      const { record, error } = result;
      exits.fail(
        { record, ...error, attemptsMade, attemptEndingMs },
        { type: "processing-failed", lambdaArn: this.#lambdaArn },
      );
    }
  }
}

function failAll(records: readonly DeliveryRecord[], error: DeliveryError): readonly RecordResult[] {
  return records.map((record) => ({ kind: "failed", record, error }));
}
