import { join } from "node:path";
import { realClock } from "../../local/clock";
import { noMetrics } from "../../local/cloudwatch/no-metrics";
import { Kinesis } from "../../local/kinesis/kinesis";
import { kinesisService } from "../../local/kinesis/service";
import { EventQueue } from "../../local/lambda/event-queue";
import { Functions } from "../../local/lambda/functions";
import { Mappings } from "../../local/lambda/mappings";
import { lambdaService } from "../../local/lambda/service";
import { realRandom } from "../../local/random";
import { createS3 } from "../../local/s3/s3";
import { startEndpoint } from "../../local/server/endpoint";

const [, , folder = "", port] = process.argv;
const account = { accountId: "000000000000", region: "eu-west-1" };
const injected = { clock: realClock, random: realRandom, metrics: noMetrics };

/** Listens as `weir up` does, with Kinesis and Lambda alone. */
async function listen(): Promise<void> {
  const s3 = await createS3({ root: join(folder, "s3"), clock: realClock });
  const kinesis = new Kinesis({ ...account, ...injected, limits: false });
  const functions = new Functions({ ...account, ...injected, folder, endpointUrl: () => url });
  const events = new EventQueue({ functions, clock: realClock, notice: console.error });
  const refuse = () => Promise.reject(new Error("the benchmark has no destinations"));
  const destinations = { sendMessage: refuse, publish: refuse, putObject: refuse };
  const mappings = new Mappings({ ...injected, functions, kinesis, destinations });
  const services = [kinesisService(kinesis), lambdaService({ functions, events, mappings, readObject: s3.getObject })];
  const { url } = await startEndpoint({ ...account, port: Number(port), services });
}

void listen();
