import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { clientConfig, type Target } from "./target";

/** The alarm that holds pages back looks at each minute: told once in one, a little late, it would have one without. */
const everyMs = 30_000;

/**
 * Tells CloudWatch that the environment is being changed: while it does, what the change itself disturbs pages nobody.
 * Changes go on where CloudWatch can't be told.
 */
export class DeployWindow {
  readonly #client: CloudWatchClient;
  #timer: NodeJS.Timeout | undefined;
  #told: Promise<void> = Promise.resolve();

  constructor(private readonly target: Target) {
    this.#client = new CloudWatchClient(clientConfig(target));
  }

  /** Says so now, and again in each minute until `close`; a second call changes nothing. */
  open(): void {
    if (this.#timer) return;
    this.#told = this.#tell();
    this.#timer = setInterval(() => {
      // In turn: when the last is answered, all are.
      this.#told = this.#told.then(() => this.#tell());
    }, everyMs);
  }

  /** Ends it; resolves when nothing is on its way to CloudWatch. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#told;
    this.#client.destroy();
  }

  async #tell(): Promise<void> {
    const { namespace, name, dimensions } = this.target.names.deployMetric;
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const MetricData = [{ MetricName: name, Dimensions, Value: 1, Unit: "None" as const }];
    try {
      await this.#client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
    } catch (error) {
      process.stderr.write(`CloudWatch was not told of the deployment, so it may page somebody: ${error}\n`);
    }
  }
}
