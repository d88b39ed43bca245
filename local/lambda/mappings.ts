import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import type { ActiveFaults } from "../faults/active-faults";
import type { KeptPositions } from "../kept-positions";
import { parseConsumerArn } from "../kinesis/consumer-arn";
import type { Kinesis } from "../kinesis/kinesis";
import type { Stream } from "../kinesis/stream";
import type { Random } from "../random";
import type { Destinations } from "./batch-processor";
import { readFunctionName } from "./function-name";
import type { Functions } from "./functions";
import { invalidParameter } from "./invalid-parameter";
import { Mapping } from "./mapping";
import { checkMappingConfiguration, type MappingConfiguration, type MappingSettings } from "./mapping-configuration";
import { addStatistics, type MappingStatistics, noStatistics } from "./mapping-statistics";

/** What mappings work with. */
export interface MappingsOptions {
  readonly functions: Functions;
  readonly kinesis: Kinesis;
  readonly destinations: Destinations;
  readonly clock: Clock;
  readonly random: Random;
  /** Hears what CloudWatch is to know of mappings. */
  readonly metrics: MetricRecorder;
  /** What goes wrong with mappings. @default nothing */
  readonly faults?: ActiveFaults;
  /** How long a mapping stays in each transition at least. @default 0, at once */
  readonly transitionMs?: number;
  /** Where each goes on in the next process. @default nowhere: a mapping begins where its starting position says */
  readonly positions?: KeptPositions | undefined;
}

/** A mapping to make. */
export interface NewMapping {
  /** By name, partial ARN or ARN. */
  readonly functionName: string;
  /** A stream, or one of its enhanced fan-out consumers. */
  readonly eventSourceArn: string;
  readonly settings: MappingSettings;
  readonly enabled: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** @default a new one */
  readonly uuid?: string;
  /** How long it is `Creating` at least, milliseconds. @default the transition time of all */
  readonly creatingMs?: number;
}

/** What an update changes of a mapping; all else stays. */
export interface MappingChanges {
  readonly functionName?: string;
  readonly settings: Partial<MappingSettings>;
  readonly enabled?: boolean;
}

/** The event source mappings of one account and region, whoever made them. */
export class Mappings {
  readonly #options: MappingsOptions;
  readonly #mappings = new Map<string, Mapping>();
  readonly #ended = noStatistics();

  constructor(options: MappingsOptions) {
    this.#options = options;
  }

  /**
   * Makes a mapping, which begins to read when it has been `Creating`.
   * @throws AwsError `InvalidParameterValueException`, `ValidationException`, or `ResourceConflictException` when the
   * function is mapped to that source already
   */
  create({ functionName, eventSourceArn, settings, enabled, tags = {}, ...given }: NewMapping): Mapping {
    const { functions, destinations, clock, random, metrics, faults, transitionMs = 0, positions } = this.#options;
    const { uuid = random.uuid(), creatingMs = transitionMs } = given;
    const stream = this.sourceStream(eventSourceArn);
    const target = this.#findFunction(functionName);
    const configuration = { ...settings, ...target, eventSourceArn, uuid };
    this.#checkUnique(configuration);
    const mapping = new Mapping({
      configuration,
      dependencies: { runner: functions, destinations, clock, random, metrics, faults },
      ...{ enabled, stream, transitionMs, creatingMs, leftOff: positions?.take(uuid, stream) },
    });
    positions?.follow(uuid, stream, () => mapping.engine.positions);
    mapping.tags = new Map(Object.entries(tags));
    this.#mappings.set(mapping.configuration.uuid, mapping);
    return mapping;
  }

  /** @throws AwsError `ResourceInUseException` while it is in a transition, else as `create` */
  update(mapping: Mapping, { functionName, settings, enabled }: MappingChanges): void {
    checkIsFree(mapping, "update");
    const target = functionName === undefined ? {} : this.#findFunction(functionName);
    const configuration = { ...mapping.configuration, ...settings, ...target };
    this.#checkUnique(configuration);
    checkMappingConfiguration(configuration);
    mapping.update(configuration, enabled);
  }

  /** Deletes a mapping, and its position with it. @throws AwsError `ResourceInUseException` while it is in a transition */
  delete(mapping: Mapping): void {
    checkIsFree(mapping, "delete");
    void mapping.delete().then(() => {
      this.#mappings.delete(mapping.configuration.uuid);
      this.#options.positions?.forget(mapping.configuration.uuid);
      addStatistics(this.#ended, mapping.engine.stats);
    });
  }

  /**
   * The stream behind a source; a consumer's ARN continues its stream's.
   * @throws AwsError `InvalidParameterValueException` for one that is not there, and for all but Kinesis
   */
  sourceStream(sourceArn: string): Stream {
    const consumer = parseConsumerArn(sourceArn);
    const streamArn = consumer?.streamArn ?? sourceArn;
    if (!/^arn:aws[^:]*:kinesis:/.test(streamArn)) {
      throw invalidParameter(
        `The event source ${sourceArn} is not part of the local AWS: mappings read Kinesis streams and their consumers.`,
      );
    }
    const { kinesis } = this.#options;
    const stream = kinesis.streams().find(({ arn }) => arn === streamArn);
    if (!stream) throw invalidParameter(`Stream not found: ${streamArn}`);
    const consumers = [...stream.properties.consumers.values()];
    if (consumer === undefined || consumers.some(({ arn }) => arn === sourceArn)) return stream;
    throw invalidParameter(`Stream consumer not found: ${sourceArn}`);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  mapping(uuid: string): Mapping {
    const mapping = this.#mappings.get(uuid);
    if (mapping) return mapping;
    throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", 404);
  }

  /** All mappings, in the order of their UUIDs. */
  mappings(): readonly Mapping[] {
    const uuidOf = ({ configuration }: Mapping) => configuration.uuid;
    return [...this.#mappings.values()].sort((one, other) => (uuidOf(one) < uuidOf(other) ? -1 : 1));
  }

  /** What mappings did that are deleted. */
  get ended(): Readonly<MappingStatistics> {
    return this.#ended;
  }

  /** Stops all; resolves when the invocations under way have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.#mappings.values()].map((mapping) => mapping.close()));
  }

  #findFunction(given: string): Pick<MappingConfiguration, "functionName" | "functionArn" | "roleArn"> {
    const { functions } = this.#options;
    const { name, qualifier } = readFunctionName(functions, given);
    const fn = functions.find(name);
    if (!fn || (qualifier !== undefined && qualifier !== "$LATEST")) throw invalidParameter("Function does not exist");
    const functionArn = qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`;
    return { functionName: name, functionArn, roleArn: fn.configuration.roleArn };
  }

  #checkUnique({ uuid, eventSourceArn, functionName }: MappingConfiguration): void {
    for (const { configuration: other } of this.#mappings.values()) {
      if (other.uuid === uuid || other.eventSourceArn !== eventSourceArn || other.functionName !== functionName)
        continue;
      throw new AwsError(
        "ResourceConflictException",
        `The event source arn (" ${eventSourceArn} ") and function (" ${functionName} ") provided mapping already exists. ` +
          `Please update or delete the existing mapping with UUID ${other.uuid}`,
        409,
      );
    }
  }
}

function checkIsFree({ isInTransition }: Mapping, action: "update" | "delete"): void {
  if (!isInTransition) return;
  const message = `Cannot ${action} the event source mapping because it is in use.`;
  throw new AwsError("ResourceInUseException", message);
}
