import type { DestinationSettings } from "../delivery-stream-settings";
import type { Destination, FailedRecord } from "../destinations/destination";
import { indexName } from "../destinations/index-name";
import type { DeliveryStatistics } from "./delivery-statistics";
import type { ErrorOutput } from "./error-output";
import type { Exits, ProcessedRecord } from "./processed-record";

/** What delivery outside S3 works with. */
export interface DestinationDeliveryDependencies {
  readonly statistics: DeliveryStatistics;
  readonly exits: Exits;
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
    const { statistics, exits, stopping } = this.#dependencies;
    const { delivered, failed } = await this.#destination.deliver(records, stopping);
    statistics.settle("delivered", delivered);
    for (const each of failed) exits.fail(each, errorOutput(this.#settings, each));
  }
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
