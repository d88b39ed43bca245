import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../environments";
import { type Names, namesOf } from "../../names";
import { awsTarget } from "../aws-target";
import { localEndpoint } from "../local-endpoint";
import { promptHandler } from "../prompt-handler";

/** The environment to look at, and clients that reach it. */
export interface Target {
  readonly environment: Environment;
  readonly names: Names;
  readonly cloudwatch: CloudWatchClient;
  readonly kinesis: KinesisClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  /** Whether that is no AWS. */
  readonly isLocal: boolean;
  /** For a person: where that is. */
  readonly description: string;
}

/**
 * Opens an environment at a local endpoint or, with `aws`, in its own account.
 * @throws Error when the options could reach AWS by mistake, or miss it
 */
export function openTarget(
  environment: Environment,
  { aws, endpoint }: { readonly aws: boolean; readonly endpoint?: string },
): Target {
  if (aws && endpoint !== undefined) throw new Error(`--aws and --endpoint ${endpoint} exclude each other`);
  const local = aws ? undefined : localEndpoint(endpoint);
  const settings = {
    ...local,
    region: environment.region,
    maxAttempts: 3,
    requestHandler: promptHandler(),
  };
  return {
    environment,
    names: namesOf(environment),
    cloudwatch: new CloudWatchClient(settings),
    kinesis: new KinesisClient(settings),
    lambda: new LambdaClient(settings),
    // A bucket's name before an address of numbers is no host.
    s3: new S3Client({ ...settings, forcePathStyle: local !== undefined }),
    isLocal: local !== undefined,
    description:
      local === undefined
        ? awsTarget(environment, "CLOUDWATCH", "KINESIS", "LAMBDA", "S3")
        : `${environment.name} at ${local.endpoint}${commandsHint(local.endpoint)}`,
  };
}

/** What is told to do are commands of `aws`, which by itself would ask AWS. */
function commandsHint(endpoint: string): string {
  return process.env["AWS_ENDPOINT_URL"] ? "" : `; before its aws commands: export AWS_ENDPOINT_URL=${endpoint}`;
}
