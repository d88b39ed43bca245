import type {
  CloudWatchLoggingOptions,
  ProcessingConfiguration,
  S3DestinationDescription,
  SecretsManagerConfiguration,
} from "@aws-sdk/client-firehose";
import { checkHints, checkLogging, checkSecret } from "./common-rules";
import { checkProcessing } from "./processing";
import { checkS3 } from "./s3";

/** What all destinations outside S3 have; some lack hints, some secrets. */
interface OutsideS3 {
  readonly S3DestinationDescription?: S3DestinationDescription;
  readonly BufferingHints?: { SizeInMBs?: number; IntervalInSeconds?: number };
  readonly CloudWatchLoggingOptions?: CloudWatchLoggingOptions;
  readonly ProcessingConfiguration?: ProcessingConfiguration;
  readonly SecretsManagerConfiguration?: SecretsManagerConfiguration;
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses of any destination outside S3 */
export function checkOutsideS3(description: OutsideS3): void {
  checkS3(description.S3DestinationDescription);
  checkHints(description.BufferingHints);
  checkLogging(description.CloudWatchLoggingOptions);
  // Dynamic partitioning is S3's alone.
  checkProcessing(description.ProcessingConfiguration, false);
  checkSecret(description.SecretsManagerConfiguration);
}
