import { type Infer, readInput, type Shape, structure } from "../../server/input-shape";
import type { DestinationSettings } from "../delivery-stream-settings";
import { checkExtendedS3, extendedS3Configuration, extendedS3Update, mergeExtendedS3 } from "./extended-s3";
import type { CatalogDefaults } from "./format-conversion";
import { checkHttpEndpoint, httpEndpointConfiguration, httpEndpointUpdate, mergeHttpEndpoint } from "./http-endpoint";
import { invalidArgument } from "./invalid-argument";
import { checkOpensearch, mergeOpensearch, opensearchConfiguration, opensearchUpdate } from "./opensearch";
import {
  checkRedshift,
  checkRedshiftCredentials,
  mergeRedshift,
  redshiftConfiguration,
  redshiftUpdate,
} from "./redshift";
import { s3Configuration, s3Update } from "./s3";
import { checkSplunk, mergeSplunk, splunkConfiguration, splunkUpdate } from "./splunk";

/** Taken by AWS, refused here by name. */
const notEmulated: Shape<unknown> = { parse: (value) => value, check: () => undefined };

/** The members of CreateDeliveryStream that say where to: exactly one is given. */
export const destinationConfigurations = {
  S3DestinationConfiguration: s3Configuration,
  ExtendedS3DestinationConfiguration: extendedS3Configuration,
  RedshiftDestinationConfiguration: redshiftConfiguration,
  AmazonopensearchserviceDestinationConfiguration: opensearchConfiguration,
  SplunkDestinationConfiguration: splunkConfiguration,
  HttpEndpointDestinationConfiguration: httpEndpointConfiguration,
  ElasticsearchDestinationConfiguration: notEmulated,
  AmazonOpenSearchServerlessDestinationConfiguration: notEmulated,
  SnowflakeDestinationConfiguration: notEmulated,
  IcebergDestinationConfiguration: notEmulated,
};

/** The members of UpdateDestination that say what changes: exactly one is given. */
export const destinationUpdates = {
  S3DestinationUpdate: s3Update,
  ExtendedS3DestinationUpdate: extendedS3Update,
  RedshiftDestinationUpdate: redshiftUpdate,
  AmazonopensearchserviceDestinationUpdate: opensearchUpdate,
  SplunkDestinationUpdate: splunkUpdate,
  HttpEndpointDestinationUpdate: httpEndpointUpdate,
  ElasticsearchDestinationUpdate: notEmulated,
  AmazonOpenSearchServerlessDestinationUpdate: notEmulated,
  SnowflakeDestinationUpdate: notEmulated,
  IcebergDestinationUpdate: notEmulated,
};

type Configurations = Given<typeof destinationConfigurations>;
type Updates = Given<typeof destinationUpdates>;
type Given<Members> = { readonly [Name in keyof Members]?: Infer<Members[Name]> };

/**
 * The destination of a new delivery stream, with AWS's defaults: creation is an update of these.
 * @throws AwsError `InvalidArgumentException` for what AWS refuses, and for a destination that is not emulated
 */
export function createDestination(given: Configurations, catalog: CatalogDefaults): DestinationSettings {
  checkOne(given, destinationConfigurations);
  const destination = configured(given, catalog);
  checkDestination(destination, undefined);
  return destination;
}

function configured(given: Configurations, catalog: CatalogDefaults): DestinationSettings {
  const s3 = given.ExtendedS3DestinationConfiguration ?? given.S3DestinationConfiguration;
  if (s3) return { kind: "s3", description: mergeExtendedS3(undefined, asUpdate(s3), catalog) };
  const http = given.HttpEndpointDestinationConfiguration;
  if (http) return mergeHttpEndpoint(undefined, asUpdate(http));
  const splunk = given.SplunkDestinationConfiguration;
  if (splunk) return mergeSplunk(undefined, asUpdate(splunk));
  const opensearch = given.AmazonopensearchserviceDestinationConfiguration;
  if (opensearch) return { kind: "opensearch", description: mergeOpensearch(undefined, asUpdate(opensearch)) };
  const redshift = given.RedshiftDestinationConfiguration;
  if (!redshift) throw exactlyOne();
  checkRedshiftCredentials(redshift);
  return { kind: "redshift", description: mergeRedshift(undefined, asUpdate(redshift)) };
}

/** AWS's names of a destination's buckets differ between a configuration and an update, and nothing else does. */
function asUpdate<S3, Backup, Rest>(
  configuration: Rest & { readonly S3Configuration?: S3; readonly S3BackupConfiguration?: Backup },
) {
  const { S3Configuration: S3Update, S3BackupConfiguration: S3BackupUpdate, ...members } = configuration;
  return { ...members, S3Update, S3BackupUpdate };
}

/**
 * The destination after an update, whose members replace those that were; one of another kind replaces it whole.
 * @throws AwsError `ValidationException` for one of another kind that lacks something, `InvalidArgumentException` for
 *   what else AWS refuses
 */
export function updateDestination(
  before: DestinationSettings,
  given: Updates,
  catalog: CatalogDefaults,
): DestinationSettings {
  checkOne(given, destinationUpdates);
  const after = updated(before, given, catalog);
  if (after) {
    checkDestination(after, before);
    return after;
  }
  const anew = createDestination(readInput(configurationShape, asConfiguration(given)), catalog);
  if (before.kind !== "opensearch" && anew.kind !== "opensearch") return anew;
  throw invalidArgument("Switching between Amazon OpenSearch Service and other services is not supported.");
}

const configurationShape = structure({}, destinationConfigurations);

function asConfiguration(given: Updates) {
  const members = Object.entries(given).map(([name, update]) => {
    const { S3Update: S3Configuration, S3BackupUpdate: S3BackupConfiguration, ...rest } = update as UpdatedBuckets;
    return [name.replace("Update", "Configuration"), { ...rest, S3Configuration, S3BackupConfiguration }];
  });
  return Object.fromEntries(members);
}

interface UpdatedBuckets {
  readonly S3Update?: unknown;
  readonly S3BackupUpdate?: unknown;
}

/** Undefined when the update is of another kind. */
function updated(
  before: DestinationSettings,
  given: Updates,
  catalog: CatalogDefaults,
): DestinationSettings | undefined {
  switch (before.kind) {
    case "s3": {
      const update = given.ExtendedS3DestinationUpdate ?? given.S3DestinationUpdate;
      return update && { ...before, description: mergeExtendedS3(before.description, update, catalog) };
    }
    case "http-endpoint": {
      const update = given.HttpEndpointDestinationUpdate;
      return update && mergeHttpEndpoint(before, update);
    }
    case "splunk": {
      const update = given.SplunkDestinationUpdate;
      return update && mergeSplunk(before, update);
    }
    case "opensearch": {
      const update = given.AmazonopensearchserviceDestinationUpdate;
      return update && { ...before, description: mergeOpensearch(before.description, update) };
    }
    case "redshift": {
      const update = given.RedshiftDestinationUpdate;
      return update && { ...before, description: mergeRedshift(before.description, update) };
    }
  }
}

function checkDestination(after: DestinationSettings, before: DestinationSettings | undefined): void {
  switch (after.kind) {
    case "s3":
      checkExtendedS3(after.description, before?.kind === "s3" ? before.description : undefined);
      break;
    case "http-endpoint":
      checkHttpEndpoint(after, before?.kind === "http-endpoint" ? before : undefined);
      break;
    case "splunk":
      checkSplunk(after, before?.kind === "splunk" ? before : undefined);
      break;
    case "opensearch":
      checkOpensearch(after.description);
      break;
    case "redshift":
      checkRedshift(after.description, before?.kind === "redshift" ? before.description : undefined);
      break;
  }
}

function checkOne(given: object, members: Readonly<Record<string, Shape<unknown>>>): void {
  const names = Object.keys(members).filter((name) => name in given);
  if (names.length !== 1) throw exactlyOne();
  const refused = names.find((name) => members[name] === notEmulated);
  if (refused) throw invalidArgument(`${refused} is not emulated here.`);
}

function exactlyOne() {
  return invalidArgument("Exactly one destination configuration is supported for a Firehose");
}
