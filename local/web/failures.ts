import { quarantinePrefix, variables } from "../../functions/shared/processor/contract";
import { isObject } from "../event-pattern";
import { parseJson } from "../parse-json";
import { type BucketPlace, deliveryPlaces } from "./pipeline/delivery-places";
import { nameOfArn } from "./pipeline/graph";
import type { Failure, StoredObject } from "./snapshot";
import type { Sources } from "./sources";

/** A place in a bucket that records come to which could not go on. */
interface FailurePlace extends BucketPlace {
  readonly kind: Failure["kind"];
  /** A physical name. */
  readonly source: string;
}

/** So many are shown. */
const maxFailures = 20;
/** What is larger is not looked into: its reason is not worth the memory. */
const maxReadBytes = 4 * 1024 * 1024;

/** Finds the newest objects of records that could not go on, and why they could not. */
export class Failures {
  /** Why, by the object that says so; of those that are shown no more it is forgotten. */
  #reasons = new Map<string, string>();

  constructor(
    private readonly sources: Sources,
    private readonly short: (name: string) => string,
  ) {}

  /** The newest first. */
  async newest(): Promise<readonly Failure[]> {
    const objects = await Promise.all(placesOf(this.sources).map((place) => this.#objectsOf(place)));
    const newest = objects.flat().toSorted((one, other) => other.object.modifiedMs - one.object.modifiedMs);
    const shown = newest.slice(0, maxFailures);
    const reasons = await Promise.all(
      shown.map(async ({ object }) => [idOf(object), await this.#reason(object)] as const),
    );
    this.#reasons = new Map(reasons);
    return shown.map(({ place: { kind, source }, object }) => {
      const { bucket, key, modifiedMs } = object;
      const reason = this.#reasons.get(idOf(object)) ?? "";
      return { atMs: modifiedMs, kind, source: this.short(source), reason, bucket, key };
    });
  }

  async #objectsOf(place: FailurePlace) {
    const objects = await this.sources.s3.newest(place.bucket, place.prefix);
    return objects.map((object) => ({ place, object }));
  }

  async #reason(object: StoredObject): Promise<string> {
    return this.#reasons.get(idOf(object)) ?? (await this.#read(object));
  }

  async #read({ bucket, key, sizeBytes }: StoredObject): Promise<string> {
    if (sizeBytes > maxReadBytes) return `${sizeBytes} bytes, too many to look into`;
    const text = Buffer.from(await this.sources.s3.getObject(bucket, key)).toString("utf8");
    const lines = text.trimEnd().split("\n");
    const reason = reasonOf(parseJson(lines[0] ?? ""));
    return lines.length > 1 ? `${reason} (and ${lines.length - 1} more)` : reason;
  }
}

function idOf({ bucket, key, modifiedMs }: StoredObject): string {
  return `${bucket}/${key} ${modifiedMs}`;
}

function placesOf({ functions, mappings, firehose }: Sources): readonly FailurePlace[] {
  const quarantines = functions.functions().flatMap(({ name, configuration }): readonly FailurePlace[] => {
    const { [variables.failuresBucket]: bucket, [variables.processorName]: folder } = configuration.environment ?? {};
    if (bucket === undefined) return [];
    return [{ kind: "quarantine", source: name, bucket, prefix: `${quarantinePrefix}${folder}/` }];
  });
  const batches = mappings.mappings().flatMap(({ configuration }): readonly FailurePlace[] => {
    const { onFailureDestinationArn: arn = "", functionName, uuid } = configuration;
    if (!arn.includes(":s3:")) return [];
    return [{ kind: "failed batch", source: functionName, bucket: nameOfArn(arn), prefix: `aws/lambda/${uuid}/` }];
  });
  const deliveries = firehose.deliveryStreams().map(
    ({ settings: { name, destination } }): FailurePlace => ({
      ...deliveryPlaces(destination).errors,
      ...{ kind: "delivery error", source: name },
    }),
  );
  return [...quarantines, ...batches, ...deliveries];
}

/** Each kind of object says it in its own way. */
function reasonOf(document: unknown): string {
  if (!isObject(document)) return "says no reason";
  const { reason, errorMessage, requestContext } = document;
  if (typeof reason === "string") return reason;
  if (typeof errorMessage === "string") return errorMessage;
  if (!isObject(requestContext)) return "says no reason";
  return `${requestContext["condition"]} after ${requestContext["approximateInvokeCount"]} calls`;
}
