import type { ApplicationConfiguration, CloudWatchLoggingOption, VpcConfiguration } from "./application-configuration";
import type { ApplicationOperation } from "./application-operation";
import { ApplicationRun, type RunDependencies } from "./application-run";
import type { ApplicationVersion } from "./application-version";
import type { RunConfiguration } from "./run-configuration";

/** An application to make; all of it was checked. */
export interface NewApplication {
  readonly name: string;
  readonly description?: string;
  readonly configuration: ApplicationConfiguration;
  readonly tags?: ReadonlyMap<string, string>;
}

/** One application: what it is, version by version, and what runs of it. */
export class Application {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  tags: ReadonlyMap<string, string>;
  readonly run: ApplicationRun;
  /** `HH:MM`, UTC, of the eight hours in which AWS would maintain it. */
  maintenanceWindowStart = "06:00";
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  #version: ApplicationVersion;

  constructor(
    { name, description, configuration, tags = new Map() }: NewApplication,
    arn: string,
    private readonly dependencies: RunDependencies,
  ) {
    this.name = name;
    this.arn = arn;
    this.description = description;
    this.tags = tags;
    this.run = new ApplicationRun(name, dependencies);
    this.createdMs = dependencies.clock.now();
    this.#version = this.#versionOf(1, configuration);
  }

  get version(): ApplicationVersion {
    return this.#version;
  }

  /** Starts it. @throws AwsError as `ApplicationRun.start` */
  start(given: Partial<RunConfiguration>): ApplicationOperation {
    return this.run.start(this.#version, given);
  }

  /**
   * Changes it, and its job if that runs.
   * @throws AwsError `ResourceInUseException` unless it is READY or RUNNING, and as `ApplicationRun.update`
   */
  update(changes: Partial<ApplicationConfiguration>, given: Partial<RunConfiguration>): ApplicationOperation {
    this.run.requireStatus("READY", "RUNNING");
    const next = this.#next(changes);
    const operation = this.run.update(next, given);
    this.#version = next;
    return operation;
  }

  /** Changes what no job here would notice. @throws AwsError `ResourceInUseException` unless it is READY or RUNNING */
  note(
    changes:
      | { readonly vpcs: readonly VpcConfiguration[] }
      | { readonly loggingOptions: readonly CloudWatchLoggingOption[] },
  ): void {
    this.run.requireStatus("READY", "RUNNING");
    this.#version = this.#next(changes);
  }

  #next(changes: Partial<ApplicationConfiguration>): ApplicationVersion {
    const { id, configuration } = this.#version;
    return { ...this.#versionOf(id + 1, { ...configuration, ...changes }), updatedFrom: id };
  }

  #versionOf(id: number, configuration: ApplicationConfiguration): ApplicationVersion {
    const { clock, random } = this.dependencies;
    return { id, configuration, createdMs: clock.now(), conditionalToken: random.uuid() };
  }
}
