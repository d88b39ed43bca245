import { KinesisClient } from "@aws-sdk/client-kinesis";
import { loadEnvironment } from "../../environments";
import { offer } from "../../environments/closest";
import { namesOf } from "../../names";
import { awsTarget } from "../aws-target";
import { clientSettings } from "./sender";

const localEndpoint = "http://127.0.0.1:4566";

/** A stream somewhere, and a client that reaches it. */
export interface Target {
  readonly client: KinesisClient;
  /** The stream's name, or in AWS its ARN: no stream of the same name in another account can be meant. */
  readonly streamName: string;
  /** For a person: where the records go. */
  readonly description: string;
}

/** What names a target. */
export interface TargetOptions {
  readonly env: string;
  /** The stream's key in the environment. */
  readonly stream: string;
  readonly aws: boolean;
  readonly endpoint?: string;
}

/**
 * The stream that records go to: at a local endpoint, or with `aws` in the environment's own account.
 *
 * @throws Error when the environment has no such stream, or the options could reach AWS by mistake or miss it
 */
export function findTarget({ env, stream, aws, endpoint }: TargetOptions): Target {
  const environment = loadEnvironment(env);
  if (!Object.hasOwn(environment.streams, stream)) {
    const known = offer([stream], Object.keys(environment.streams));
    throw new Error(`environment "${env}" has no stream "${stream}"; it has ${known}`);
  }
  const { name, arn } = namesOf(environment).stream(stream);
  const { region } = environment;
  const settings = { ...clientSettings, region };
  if (aws) {
    if (endpoint !== undefined) throw new Error(`--aws and --endpoint ${endpoint} exclude each other`);
    const description = awsTarget(environment, "KINESIS");
    return { client: new KinesisClient(settings), streamName: arn, description };
  }
  const url = endpoint ?? (process.env["AWS_ENDPOINT_URL"] || localEndpoint);
  refuseAws(url);
  // A local endpoint takes any; the SDK wants some.
  const credentials = process.env["AWS_ACCESS_KEY_ID"] ? undefined : { accessKeyId: "local", secretAccessKey: "local" };
  const client = new KinesisClient({ ...settings, endpoint: url, credentials });
  return { client, streamName: name, description: url };
}

function refuseAws(url: string): void {
  if (!URL.canParse(url))
    throw new Error(`the endpoint ${JSON.stringify(url)} is not a URL; give one such as ${localEndpoint}`);
  if (/\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(new URL(url).hostname)) {
    throw new Error(`the endpoint ${url} is AWS's own: use --aws without an endpoint`);
  }
}
