import type { PlaceMetrics } from "../delivery-metrics";
import type { DestinationSettings } from "../delivery-stream-settings";
import type { Destination, FailedRecord } from "../destinations/destination";
import { indexName } from "../destinations/index-name";
import { type DeliveryRecord, dataBytes } from "./delivery-record";
import type { DeliveryStatistics } from "./delivery-statistics";
import type { ErrorOutput } from "./error-output";
import type { Exits, ProcessedRecord } from "./processed-record";

/** What delivery outside S3 works with. */
export interface DestinationDeliveryDependencies {
  readonly statistics: DeliveryStatistics;
  readonly exits: Exits;
  /** What is delivered counts as delivered to these. */
  readonly places: readonly PlaceMetrics[];
  /** Ends the retries. */
  readonly stopping: AbortSignal;
}

/** Delivers buffers outside S3; what the destination does not take goes to the error output. */
export class DestinationDelivery {
  readonly #destination: Destination;
  readonly #settings: DestinationSettings;
  readonly #dependencies: DestinationDeliveryDependencies;

  constructor(destination: Destination, settings: DestinationSettings, dependencies: DestinationDeliveryDependencies) {
    this.#destination = destination;
    this.#settings = settings;
    this.#dependencies = dependencies;
  }

  /** Delivers records. */
  async deliver(records: readonly ProcessedRecord[]): Promise<void> {
    const { statistics, exits, places, stopping } = this.#dependencies;
    const { delivered, failed } = await this.#destination.deliver(records, stopping);
    for (const place of places) countDelivered(place, delivered, failed.length);
    statistics.settle("delivered", delivered);
    for (const each of failed) exits.fail(each, errorOutput(this.#settings, each));
  }
}

/** AWS tells the share of records that succeeded; those of a request to an HTTP endpoint do, or do not, together. */
function countDelivered(place: PlaceMetrics, delivered: readonly DeliveryRecord[], failed: number): void {
  if (failed > 0) place.success.record(0, failed);
  if (delivered.length === 0) return;
  place.success.record(1, delivered.length);
  place.records.record(delivered.length);
  place.bytes.record(dataBytes(delivered));
}

function errorOutput(settings: DestinationSettings, { record }: FailedRecord): ErrorOutput {
  switch (settings.kind) {
    case "opensearch": {
      const { IndexName = "", IndexRotationPeriod = "OneDay", TypeName = "", DocumentIdOptions } = settings.description;
      const hasId = DocumentIdOptions?.DefaultDocumentIdFormat !== "NO_DOCUMENT_ID";
      return {
        type: "AmazonOpenSearchService-failed",
        ...(hasId && { esDocumentId: record.recordId }),
        esIndexName: indexName(IndexName, IndexRotationPeriod, record.arrivalMs),
        esTypeName: TypeName,
      };
    }
    case "splunk":
      return { type: "splunk-failed" };
    case "http-endpoint":
      return { type: "http-endpoint-failed" };
    default:
      throw new Error(`A destination of kind ${settings.kind} is delivered to as S3`);
  }
}
