import { type Clock, sleep } from "../clock";
import type { Positions } from "../kinesis/reader";
import type { Stream } from "../kinesis/stream";
import { EventSourceMapping, type MappingDependencies } from "./event-source-mapping";
import type { MappingConfiguration } from "./mapping-configuration";

/** What a mapping passes through when it is asked to change. */
export type MappingTransition = "Creating" | "Enabling" | "Disabling" | "Updating" | "Deleting";

/** AWS's states of a mapping. */
export type MappingState = MappingTransition | "Enabled" | "Disabled";

/** What a mapping is made from. */
export interface MappingOptions {
  readonly configuration: MappingConfiguration;
  readonly enabled: boolean;
  readonly stream: Stream;
  readonly dependencies: Omit<MappingDependencies, "stream">;
  /** How long it stays in a transition at least; 0 is at once. */
  readonly transitionMs: number;
  /** How long it is `Creating` at least. */
  readonly creatingMs: number;
  /** Where the same mapping of an earlier process left off. */
  readonly leftOff?: Positions | undefined;
}

/** One mapping as requests see it: its state, and the engine that reads while it is enabled. */
export class Mapping {
  readonly arn: string;
  readonly stream: Stream;
  readonly engine: EventSourceMapping;
  /** Names that the mapping's owner gave it, and their values. */
  tags: ReadonlyMap<string, string> = new Map();
  readonly #clock: Clock;
  readonly #transitionMs: number;
  readonly #closing = new AbortController();
  #configuration: MappingConfiguration;
  #enabled: boolean;
  #state: MappingState = "Creating";
  #modifiedMs: number;
  #skipped = 0;

  /** @throws AwsError for a setting that AWS refuses */
  constructor(options: MappingOptions) {
    const { configuration, dependencies, stream } = options;
    const [, , , region, accountId] = configuration.functionArn.split(":");
    this.arn = `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${configuration.uuid}`;
    this.stream = stream;
    this.engine = new EventSourceMapping(configuration, { ...dependencies, stream }, options.leftOff);
    this.#clock = dependencies.clock;
    this.#transitionMs = options.transitionMs;
    this.#configuration = configuration;
    this.#enabled = options.enabled;
    this.#modifiedMs = this.#clock.now();
    void this.#pass("Creating", () => this.#begin(), options.creatingMs);
  }

  /** What it was asked to be; what it does follows when it is no longer `Updating`. */
  get configuration(): MappingConfiguration {
    return this.#configuration;
  }

  /** Whether it reads, or will when its transition is over. */
  get enabled(): boolean {
    return this.#enabled;
  }

  get state(): MappingState {
    return this.#state;
  }

  /** Whether it is on its way from one state to another. */
  get isInTransition(): boolean {
    return this.#state !== "Enabled" && this.#state !== "Disabled";
  }

  /** When it was made or changed last, milliseconds since the epoch. */
  get modifiedMs(): number {
    return this.#modifiedMs;
  }

  /** `OK`, or what went wrong last, as `GetEventSourceMapping` has it. */
  get lastProcessingResult(): string {
    if (this.#state !== "Enabled" || this.stream.status !== "DELETING") return this.engine.lastProcessingResult;
    const { name, arn } = this.stream;
    return `PROBLEM: Stream ${name} under account ${arn.split(":")[4]} not found.`;
  }

  /** Records that its stream had taken and that lie before its starting position: it owes them nothing. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Changes it; what it has read and not finished goes on by the new configuration, and nothing is read twice. */
  update(configuration: MappingConfiguration, enabled = this.#enabled): void {
    const isSwitched = enabled !== this.#enabled;
    this.#configuration = configuration;
    this.#enabled = enabled;
    void this.#pass(!isSwitched ? "Updating" : enabled ? "Enabling" : "Disabling", async () => {
      await this.engine.stop();
      this.engine.configure(configuration);
      this.#begin();
    });
  }

  /** Stops it for good; resolves when its invocations under way have ended. */
  delete(): Promise<void> {
    return this.#pass("Deleting", () => this.engine.stop());
  }

  /** Ends it with the process; resolves when its invocations under way have ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.engine.stop();
  }

  /** Passes through a state for its time, then does what it stands for. */
  async #pass(
    through: MappingTransition,
    work: () => void | Promise<void>,
    leastMs = this.#transitionMs,
  ): Promise<void> {
    this.#state = through;
    this.#modifiedMs = this.#clock.now();
    if (leastMs > 0) await sleep(this.#clock, leastMs, this.#closing.signal);
    else await undefined;
    if (this.#closing.signal.aborted) return;
    await work();
    this.#state = this.#enabled ? "Enabled" : "Disabled";
  }

  #begin(): void {
    if (!this.#enabled || this.#closing.signal.aborted) return;
    const isFirst = !this.engine.hasBegun;
    this.engine.start();
    if (!isFirst) return;
    const unfinished = this.engine.pending();
    this.#skipped = this.stream.recordCount - unfinished - this.engine.stats.expired;
  }
}
