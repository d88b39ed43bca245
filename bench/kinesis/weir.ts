import { realClock } from "../../local/clock";
import { Kinesis } from "../../local/kinesis/kinesis";
import { kinesisService } from "../../local/kinesis/service";
import { realRandom } from "../../local/random";
import { startEndpoint } from "../../local/server/endpoint";

const [, , port] = process.argv.slice(1);
const account = { accountId: "000000000000", region: "eu-west-1" };
const kinesis = new Kinesis({ ...account, clock: realClock, random: realRandom, limits: false });
void startEndpoint({ ...account, port: Number(port), services: [kinesisService(kinesis)] });
