import type { DeliveryRecord } from "../delivery/delivery-record";
import type { DestinationSettings } from "../delivery-stream-settings";
import type { Destination } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";
import { HttpEndpointDestination } from "./http-endpoint-destination";
import { OpenSearchDestination } from "./opensearch-destination";
import { SplunkDestination } from "./splunk-destination";

/** Where OpenSearch listens unless told otherwise: here it stands for a domain, whose address only AWS knows. */
const localOpenSearch = "http://127.0.0.1:9200";

/**
 * Makes what delivers outside S3; undefined for `s3`, and for `redshift`, which is delivered as objects that COPY reads.
 * An address of AWS itself is never called: what should go there fails at once, and is kept in the backup.
 */
export function createDestination(
  settings: DestinationSettings,
  dependencies: DestinationDependencies,
): Destination | undefined {
  switch (settings.kind) {
    case "s3":
    case "redshift":
      return undefined;
    case "http-endpoint": {
      const { description, accessKey } = settings;
      const url = description.EndpointConfiguration?.Url;
      return awsRefused(url, dependencies) ?? new HttpEndpointDestination(description, accessKey, dependencies);
    }
    case "splunk": {
      const { description, hecToken } = settings;
      return (
        awsRefused(description.HECEndpoint, dependencies) ?? new SplunkDestination(description, hecToken, dependencies)
      );
    }
    case "opensearch": {
      const { description } = settings;
      const url = description.ClusterEndpoint ?? localOpenSearch;
      if (!description.ClusterEndpoint) {
        dependencies.notice(`${dependencies.streamName}: documents for ${description.DomainARN} go to ${url}`);
      }
      return awsRefused(url, dependencies) ?? new OpenSearchDestination(url, description, dependencies);
    }
  }
}

/** A destination that takes nothing, if the address is AWS's. */
function awsRefused(url: string | undefined, dependencies: DestinationDependencies): Destination | undefined {
  const hostname = url !== undefined && URL.canParse(url) ? new URL(url).hostname : "";
  if (!/(^|\.)(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$/.test(hostname)) return undefined;
  const errorMessage = `${hostname} is AWS, which is never called locally`;
  dependencies.notice(`${dependencies.streamName}: ${errorMessage}: what should go there goes to the backup`);
  const error = { errorCode: "Weir.NotCalledLocally", errorMessage, attemptsMade: 0 };
  const fail = (record: DeliveryRecord) => ({ record, ...error, attemptEndingMs: dependencies.clock.now() });
  return { deliver: async (records) => ({ delivered: [], failed: records.map(fail) }) };
}
