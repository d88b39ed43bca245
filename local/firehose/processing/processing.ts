import type { Processor } from "@aws-sdk/client-firehose";
import type { DeliveryRecord } from "../delivery/delivery-record";
import type { DeliveryStatistics } from "../delivery/delivery-statistics";
import type { ProcessedRecord } from "../delivery/processed-record";
import { sharedReceipt } from "../delivery/shared-receipt";
import { queryMetric } from "../delivery-metrics";
import { createMetadataExtraction, type ExtractionResult, type MetadataExtraction } from "./metadata-extraction";
import { metadataExtractionFailed } from "./partitioner";
import { processorParameter } from "./processor-parameter";
import { DecompressionError, recordProcessor } from "./record-processors";
import { type TransformDependencies, TransformFunction } from "./transform";

/** What processors work with. */
export interface ProcessingDependencies extends TransformDependencies {
  readonly statistics: DeliveryStatistics;
}

/** One step of the processing: the records that go on, in order. */
type Step = (records: readonly ProcessedRecord[]) => Promise<readonly ProcessedRecord[]>;

/** The processors of a delivery stream, in the order of its configuration. */
export class Processing {
  /** Of the records that are processed together; the function's own. */
  readonly limits: { readonly sizeBytes: number; readonly intervalMs: number };
  readonly #steps: readonly Step[];

  constructor(processors: readonly Processor[], dependencies: ProcessingDependencies) {
    const lambda = processors.find(({ Type }) => Type === "Lambda");
    this.limits = lambda ? functionLimits(lambda) : { sizeBytes: megabyte, intervalMs: 0 };
    this.#steps = processors.map((processor) => stepOf(processor, dependencies));
  }

  /** Processes records: those that are to be delivered. */
  async process(records: readonly DeliveryRecord[]): Promise<readonly ProcessedRecord[]> {
    let processed: readonly ProcessedRecord[] = records;
    for (const step of this.#steps) processed = await step(processed);
    return processed;
  }
}

const megabyte = 1024 * 1024;

/** AWS's defaults: 1 MiB and 60 s, but 256 KiB for Splunk, which the control plane fills in. */
function functionLimits(lambda: Processor) {
  return {
    sizeBytes: Number(processorParameter(lambda, "BufferSizeInMBs") ?? 1) * megabyte,
    intervalMs: Number(processorParameter(lambda, "BufferIntervalInSeconds") ?? 60) * 1000,
  };
}

function stepOf(processor: Processor, dependencies: ProcessingDependencies): Step {
  switch (processor.Type) {
    case "Lambda": {
      const transform = new TransformFunction(processor, dependencies);
      return (records) => transform.process(records);
    }
    case "MetadataExtraction":
      return extractionStep(processorParameter(processor, "MetadataExtractionQuery") ?? "", dependencies);
    default:
      return partsStep(processor, dependencies);
  }
}

/** Adds the partition keys that a jq query finds. */
function extractionStep(query: string, { exits, clock, metric }: ProcessingDependencies): Step {
  const duration = queryMetric(metric);
  let extraction: Promise<MetadataExtraction> | undefined;
  return async (records) => {
    extraction ??= createMetadataExtraction(query);
    const { extract } = await extraction;
    const startedMs = clock.now();
    const results = await extract(records.map(({ data }) => data));
    duration.record(clock.now() - startedMs);
    return records.flatMap((record, position) => {
      const result: ExtractionResult = results[position] ?? { kind: "error", message: "no result" };
      if (result.kind === "keys") {
        return [{ ...record, partitionKeys: { query: result.keys, lambda: record.partitionKeys?.lambda ?? {} } }];
      }
      const error = { errorCode: metadataExtractionFailed, errorMessage: result.message };
      exits.fail(
        { record, ...error, attemptsMade: 1, attemptEndingMs: clock.now() },
        { type: "metadata-extraction-failed" },
      );
      return [];
    });
  };
}

/** Takes records apart, decompresses them or ends them with a delimiter: one record becomes one or many. */
function partsStep(processor: Processor, { exits, statistics, clock }: ProcessingDependencies): Step {
  const partsOf = recordProcessor(processor);

  function process(record: ProcessedRecord): readonly ProcessedRecord[] {
    const parts = partsOf(record.data);
    if (parts.length === 1) return parts.map((data) => ({ ...record, data }));
    // From here on it counts as the records that it holds.
    statistics.received += parts.length - 1;
    const receipt = sharedReceipt(record.receipt, parts.length);
    return parts.map((data, position) => ({
      ...record,
      recordId: record.recordId + String(position).padStart(6, "0"),
      data,
      receipt,
    }));
  }

  return async (records) =>
    records.flatMap((record) => {
      try {
        return process(record);
      } catch (error) {
        if (!(error instanceof DecompressionError)) throw error;
        const { code: errorCode, message: errorMessage } = error;
        const attempt = { attemptsMade: 1, attemptEndingMs: clock.now() };
        exits.fail({ record, errorCode, errorMessage, ...attempt }, { type: "decompression-failed" });
        return [];
      }
    });
}
