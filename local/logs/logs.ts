import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricDatum } from "../cloudwatch/metric-datum";
import { readEmbeddedMetrics } from "./embedded-metrics";
import { LogGroup, type LogStream, type NewLogEvent } from "./log-group";

/** What the engine stands on. */
export interface LogsOptions {
  readonly clock: Clock;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Takes what log events say of metrics (embedded metric format). */
  readonly putMetricData: (namespace: string, data: readonly MetricDatum[]) => void;
}

const dayMs = 86_400_000;

/** CloudWatch Logs of one account and region: groups, their streams and newest events, in memory. */
export class Logs {
  readonly clock: Clock;
  readonly #options: LogsOptions;
  readonly #groups = new Map<string, LogGroup>();

  constructor(options: LogsOptions) {
    this.clock = options.clock;
    this.#options = options;
  }

  /**
   * Makes a group.
   * @param retentionDays @default for ever
   * @throws AwsError `ResourceAlreadyExistsException`
   */
  createGroup(name: string, retentionDays?: number): LogGroup {
    if (this.#groups.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    const { accountId, region } = this.#options;
    const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
    const group = new LogGroup(name, arn, this.clock.now(), retentionDays);
    this.#groups.set(name, group);
    return group;
  }

  /** @throws AwsError `ResourceAlreadyExistsException`; `ResourceNotFoundException` when there is no such group */
  createStream(groupName: string, name: string): LogStream {
    const { streams } = this.group(groupName);
    if (streams.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    const stream = { name, createdMs: this.clock.now() };
    streams.set(name, stream);
    return stream;
  }

  /** All groups, by name. */
  groups(): readonly LogGroup[] {
    return [...this.#groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws AwsError `ResourceNotFoundException` when there is no such group */
  group(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (group) return group;
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  }

  /** @throws AwsError `ResourceNotFoundException` when there is no such group or stream */
  stream(groupName: string, name: string): LogStream {
    const stream = this.group(groupName).streams.get(name);
    if (stream) return stream;
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  }

  /** Adds events, and hands on the metrics that they hold. @throws AwsError as `stream` does */
  put(groupName: string, streamName: string, events: readonly NewLogEvent[]): void {
    const nowMs = this.clock.now();
    this.group(groupName).add(this.stream(groupName, streamName), events, nowMs);
    for (const { message } of events) {
      for (const { namespace, data } of readEmbeddedMetrics(message, nowMs)) {
        this.#options.putMetricData(namespace, data);
      }
    }
  }

  /** Adds a line of a function or a job, as a service of AWS does: what it writes to is made if it is not there. */
  write(groupName: string, streamName: string, message: string): void {
    const group = this.#groups.get(groupName) ?? this.createGroup(groupName);
    if (!group.streams.has(streamName)) this.createStream(groupName, streamName);
    // An empty line is no event: PutLogEvents would refuse it.
    if (message !== "") this.put(groupName, streamName, [{ timestamp: this.clock.now(), message }]);
  }

  /** The time before which a group's events are gone, milliseconds since the epoch. */
  horizonMs({ retentionDays = Infinity }: LogGroup): number {
    return this.clock.now() - retentionDays * dayMs;
  }
}
