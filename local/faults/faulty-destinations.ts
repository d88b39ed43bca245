import { AwsError } from "../aws-error";
import type { DeliveryDependencies } from "../firehose/delivery/delivery-pipeline";
import type { DeliveryStreamSettings } from "../firehose/delivery-stream-settings";
import type { S3 } from "../s3/s3";
import type { Sqs } from "../sqs/sqs";
import type { ActiveFaults } from "./active-faults";

/** S3's and SQS's doors for the engines, as far as faults leave them open. */
export interface Doors {
  readonly putObject: S3["putObject"];
  readonly sendMessage: Sqs["sendMessage"];
}

/** The doors with faults in front: a bucket or a queue that fails refuses what the engines bring. */
export function faultyDoors({ putObject, sendMessage }: Doors, faults: ActiveFaults): Doors {
  return {
    async putObject(bucket, key, body) {
      if (faults.strikes("fail", `bucket/${bucket}`)) throw new AwsError("AccessDenied", "Access Denied", 403);
      await putObject(bucket, key, body);
    },
    async sendMessage(queueArn, body, attributes) {
      const name = queueArn.slice(queueArn.lastIndexOf(":") + 1);
      if (faults.strikes("fail", `queue/${name}`)) {
        throw new AwsError("AccessDenied", "Access to the resource is denied.", 403);
      }
      await sendMessage(queueArn, body, attributes);
    },
  };
}

/** What a delivery stream delivers through, with faults in front: one that fails has its destination refuse all. */
export function faultyDelivery(
  { name, destination: { kind } }: DeliveryStreamSettings,
  ways: Pick<DeliveryDependencies, "sink" | "fetch">,
  faults: ActiveFaults,
): Pick<DeliveryDependencies, "sink" | "fetch"> {
  const isRefused = () => faults.strikes("fail", `delivery/${name}`) !== undefined;
  const byS3 = kind === "s3" || kind === "redshift";
  if (!byS3) {
    return {
      ...ways,
      fetch: async (...request) =>
        isRefused() ? new Response("unavailable", { status: 503 }) : ways.fetch(...request),
    };
  }
  return {
    ...ways,
    sink: {
      async putObject(bucket, key, chunks) {
        if (isRefused()) throw new AwsError("AccessDenied", "Access Denied", 403);
        await ways.sink.putObject(bucket, key, chunks);
      },
    },
  };
}
