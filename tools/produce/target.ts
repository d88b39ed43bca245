import { KinesisClient } from "@aws-sdk/client-kinesis";
import { loadEnvironment } from "../../environments";
import { offer } from "../../environments/closest";
import { namesOf } from "../../names";
import { awsTarget } from "../aws-target";
import { localEndpoint } from "../local-endpoint";
import { clientSettings } from "./sender";

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
  const local = localEndpoint(endpoint);
  return { client: new KinesisClient({ ...settings, ...local }), streamName: name, description: local.endpoint };
}
