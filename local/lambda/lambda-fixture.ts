import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { type Clock, realClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { Kinesis } from "../kinesis/kinesis";
import { realRandom } from "../random";
import { createS3, type S3 } from "../s3/s3";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { EventQueue } from "./event-queue";
import { Functions, type FunctionsOptions } from "./functions";
import { Mappings } from "./mappings";
import { lambdaService } from "./service";

/** Whose functions they are. */
export const account = { accountId: "000000000000", region: "ap-northeast-1" };

/** Any role: none is enforced. */
export const Role = `arn:aws:iam::${account.accountId}:role/f`;

/** A Lambda for a test: behind an endpoint, beside a Kinesis and an S3, with a client that retries nothing. */
export interface StartedLambda {
  readonly client: LambdaClient;
  readonly endpoint: Endpoint;
  readonly functions: Functions;
  readonly mappings: Mappings;
  readonly kinesis: Kinesis;
  readonly s3: S3;
  /** What destinations were given: an ARN and a body each. */
  readonly deliveries: readonly (readonly [string, string])[];
  /** What functions logged, line by line. */
  readonly lines: readonly string[];
  /** What the person was told. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** Settings of the started Lambda; the clock is the functions', the queue's and the mappings'. */
export interface LambdaSettings extends Partial<Pick<FunctionsOptions, "maxCodeBytes">> {
  readonly clock?: Clock;
  readonly transitionMs?: number;
}

/** Starts a Lambda without functions. */
export async function startLambda(settings: LambdaSettings = {}): Promise<StartedLambda> {
  const { clock = realClock, transitionMs, maxCodeBytes } = settings;
  const folder = mkdtempSync(join(tmpdir(), "weir-lambda-"));
  const injected = { clock, random: realRandom, metrics: noMetrics };
  const lines: string[] = [];
  const notices: string[] = [];
  const deliveries: (readonly [string, string])[] = [];
  const deliver = async (arn: string, body: string) => void deliveries.push([arn, body]);
  const s3 = await createS3({ clock, root: join(folder, "s3") });
  const kinesis = new Kinesis({ ...injected, ...account, limits: false });
  const functions = new Functions({
    ...{ ...injected, ...account, folder, maxCodeBytes, endpointUrl: () => endpoint.url },
    onLogLine: (_, line) => lines.push(line),
  });
  const events = new EventQueue({ functions, clock, notice: (line) => notices.push(line) });
  const destinations = { sendMessage: deliver, publish: deliver, putObject: deliver };
  const mappings = new Mappings({ ...injected, functions, kinesis, destinations, transitionMs });
  const service = lambdaService({ functions, events, mappings, readObject: s3.getObject });
  const endpoint = await startEndpoint({ port: 0, services: [service, s3.service], ...account });
  const client = new LambdaClient({
    endpoint: endpoint.url,
    region: account.region,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  return {
    ...{ client, endpoint, functions, mappings, kinesis, s3, deliveries, lines, notices },
    async close() {
      client.destroy();
      await mappings.close();
      await Promise.all([events.close(), functions.close()]);
      await endpoint.close();
      await s3.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A deployment package with one file, `index.js`. */
export function packageOf(source: string): Uint8Array {
  return zipSync({ "index.js": strToU8(source) });
}

/** What CreateFunction takes for a function of that source; it answers `undefined` unless told otherwise. */
export function newFunction(FunctionName: string, source = "exports.handler = async () => undefined;") {
  const Code = { ZipFile: packageOf(source) };
  return { FunctionName, Role, Code, Handler: "index.handler", Runtime: "nodejs22.x" as const };
}
