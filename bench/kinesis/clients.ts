import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";

const settings = {
  region: "eu-west-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  // A retry would hide what the server could not do.
  maxAttempts: 1,
};

/** How a client of the JavaScript SDK reaches a server. */
export type Transport = "HTTP/2, the SDK's default" | "HTTP/1.1";

/** A client; kinesalite speaks HTTP/1.1 alone. */
export function clientOf(url: string, transport: Transport): KinesisClient {
  if (transport === "HTTP/1.1")
    return new KinesisClient({ ...settings, endpoint: url, requestHandler: new NodeHttpHandler() });
  return new KinesisClient({ ...settings, endpoint: url });
}
