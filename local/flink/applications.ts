import { AwsError } from "../aws-error";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { Application, type NewApplication } from "./application";
import { recordJobMetrics } from "./application-metrics";
import type { RunDependencies } from "./application-run";

/** What applications run on, and whose they are. */
export interface ApplicationsOptions extends RunDependencies {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Hears what CloudWatch is to know of jobs. */
  readonly metrics: MetricRecorder;
}

/** The Flink applications of one account and region, without sockets. */
export class Applications {
  readonly #applications = new Map<string, Application>();

  readonly #endSampling: () => void;

  constructor(private readonly options: ApplicationsOptions) {
    this.#endSampling = options.metrics.onSample(() => {
      for (const application of this.#applications.values()) this.#sample(application);
    });
  }

  /** Makes an application, which is READY to start. @throws AwsError `ResourceInUseException` when there is one of that name */
  create(given: NewApplication): Application {
    const { accountId, region } = this.options;
    const { name } = given;
    if (this.#applications.has(name)) {
      throw new AwsError("ResourceInUseException", `Application ${name} already exists.`);
    }
    const arn = `arn:aws:kinesisanalytics:${region}:${accountId}:application/${name}`;
    const application = new Application(given, arn, this.options);
    this.#applications.set(name, application);
    return application;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  application(name: string): Application {
    const application = this.#applications.get(name);
    if (application) return application;
    throw new AwsError("ResourceNotFoundException", `Application ${name} does not exist.`);
  }

  /** All, by name. */
  list(): readonly Application[] {
    return [...this.#applications.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /**
   * Ends an application's job, and removes it with its snapshots; it is DELETING until then.
   * @throws AwsError `ResourceInUseException` unless it is READY or RUNNING
   */
  delete(application: Application): void {
    const { name, run } = application;
    run.delete().then(
      () => this.#applications.delete(name),
      (error) => this.options.notice(`${name} was not deleted whole: ${error}`),
    );
  }

  /** Ends all jobs. */
  async close(): Promise<void> {
    this.#endSampling();
    await Promise.all(this.list().map(({ run }) => run.close()));
  }

  #sample(application: Application): void {
    application.run.jobMetrics().then(
      (job) => job && recordJobMetrics(this.options.metrics, application, job),
      (error) => this.options.notice(`${application.name} does not tell its metrics: ${error}`),
    );
  }
}
