import { realClock } from "../../local/clock";
import { noMetrics } from "../../local/cloudwatch/no-metrics";
import { Kinesis } from "../../local/kinesis/kinesis";
import { KinesisStorage } from "../../local/kinesis/log/kinesis-storage";
import { kinesisService } from "../../local/kinesis/service";
import { realRandom } from "../../local/random";
import { startEndpoint } from "../../local/server/endpoint";

const [folder = "", port] = process.argv.slice(2);
const account = { accountId: "000000000000", region: "eu-west-1" };
const injected = { clock: realClock, random: realRandom, metrics: noMetrics };
const onError = (error: unknown) => console.error(error);
const storage = new KinesisStorage({ folder, keeps: false, fsync: "never", clock: realClock, onError });
const kinesis = new Kinesis({ ...account, ...injected, limits: false, storage });
void startEndpoint({ ...account, port: Number(port), services: [kinesisService(kinesis)] });
