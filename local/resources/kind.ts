import { z } from "zod";
import { AwsError } from "../aws-error";
import type { CloudWatch } from "../cloudwatch/cloudwatch";
import type { DynamoDb } from "../dynamodb/dynamodb";
import type { Firehose } from "../firehose/firehose";
import type { FlinkRuntime, NoFlinkRuntime } from "../flink/flink-runtime";
import type { StartJob } from "../flink/job";
import type { ManagedFlink } from "../flink/managed-flink";
import type { GlueCatalog } from "../glue/glue-catalog";
import type { Kinesis } from "../kinesis/kinesis";
import type { Functions } from "../lambda/functions";
import type { Mappings } from "../lambda/mappings";
import type { Logs } from "../logs/logs";
import type { S3 } from "../s3/s3";
import type { Sns } from "../sns/sns";
import type { Sqs } from "../sqs/sqs";
import type { ResolvedResource } from "../terraform/stack";

/** The services that resources are made in. */
export interface Services {
  readonly kinesis: Kinesis;
  readonly firehose: Firehose;
  readonly glue: GlueCatalog;
  readonly flink: ManagedFlink;
  /** What runs the jobs of `flink`. */
  readonly flinkRuntime: FlinkRuntime | NoFlinkRuntime | StartJob;
  readonly functions: Functions;
  readonly mappings: Mappings;
  readonly dynamodb: DynamoDb;
  readonly s3: S3;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly logs: Logs;
  readonly cloudwatch: CloudWatch;
  /** Tells the person of what does not run locally. */
  readonly notice: (line: string) => void;
}

/** What makes one resource of the environment. */
type Make<Settings> = (
  settings: Settings,
  resource: ResolvedResource,
  services: Services,
  resources: readonly ResolvedResource[],
) => void | Promise<void>;

/** How resources of one type are made, and the arguments that this takes into account. */
export interface Kind {
  /** Arguments that are read, or that change nothing here. */
  readonly known: ReadonlySet<string>;
  /** @throws Error naming the resource, when it can't be made */
  readonly make: (...made: [ResolvedResource, Services, readonly ResolvedResource[]]) => Promise<void>;
}

/** By Terraform's type. */
export type Kinds = Readonly<Record<string, Kind>>;

/** Arguments of any type that change nothing here. */
const commonArguments = ["tags", "tags_all", "region", "timeouts"];

/** Describes a type: `given` are the arguments that are taken as given, as AWS's security and billing are; those of `shape` are read. */
export function kind<Shape extends z.ZodObject>(
  shape: Shape,
  given: readonly string[],
  make: Make<z.infer<Shape>>,
): Kind {
  return {
    known: new Set([...Object.keys(shape.shape), ...given, ...commonArguments]),
    async make(resource, services, resources) {
      const settings = read(resource, shape);
      try {
        await make(settings, resource, services, resources);
      } catch (cause) {
        // AWS's refusals do not say which resource they are about.
        if (!(cause instanceof AwsError)) throw cause;
        throw new Error(`${resource.address} can't be made: ${cause.code}: ${cause.message}`, { cause });
      }
    },
  };
}

/** A resource's arguments. @throws Error naming the resource, when they are not of that shape */
export function read<Shape extends z.ZodType>(resource: ResolvedResource, shape: Shape): z.infer<Shape> {
  const parsed = shape.safeParse(resource.attributes);
  if (parsed.success) return parsed.data;
  throw new Error(`${resource.address} can't be run locally:\n${z.prettifyError(parsed.error)}`);
}

/** The attributes that have a value, as the texts that AWS takes. */
export function given(
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
): Record<string, string> {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
