import { invalidParameter } from "./invalid-parameter";

/** Where a subscription's messages go: a queue's ARN, or the address of a listener on this machine. */
export interface Destination {
  readonly protocol: "sqs" | "http";
  readonly endpoint: string;
}

/** What SNS delivers to in AWS, and not here. */
const protocolsElsewhere = ["https", "email", "email-json", "sms", "lambda", "application", "firehose"];

const queueArn = /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/;
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Why a destination can't be reached from here, though it could be in AWS; undefined for one that can. */
export function unreachable(protocol: string, endpoint: string): string | undefined {
  if (protocolsElsewhere.includes(protocol)) {
    return `the local AWS delivers to sqs, and to http on this machine, not to ${protocol}`;
  }
  if (protocol !== "http" || !URL.canParse(endpoint)) return undefined;
  const { hostname, username, password } = new URL(endpoint);
  if (!loopback.test(hostname)) {
    return `nothing leaves this machine: http endpoints are on localhost, 127.0.0.1 or [::1], not ${endpoint}`;
  }
  return username || password ? "the local AWS sends no name and no password to an endpoint" : undefined;
}

/** Reads where a subscription is to go. @throws AwsError `InvalidParameter` */
export function readDestination(protocol: string, endpoint: string): Destination {
  const reason = unreachable(protocol, endpoint);
  if (reason !== undefined) throw invalidParameter(`Endpoint Reason: ${reason}`);
  if (protocol === "sqs") {
    if (!queueArn.test(endpoint)) throw invalidParameter("SQS endpoint ARN");
    return { protocol, endpoint };
  }
  if (protocol === "http") {
    if (!endpoint.startsWith("http://") || !URL.canParse(endpoint)) {
      throw invalidParameter("Endpoint must match the specified protocol");
    }
    return { protocol, endpoint };
  }
  throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
}
