import { z } from "zod";
import { oneOf, role, section, type Tier } from "../fields";
import { logRetentionDays } from "../log-retention";
import type { DeliveryContext } from "./context";
import { completeHttpEndpoint, httpEndpointSchema } from "./http-endpoint";
import { completeOpensearch, opensearchSchema } from "./opensearch";
import { completeRedshift, redshiftSchema } from "./redshift";
import { completeS3, s3Schema } from "./s3";
import { completeSplunk, splunkSchema } from "./splunk";
import { completeTransform, type Transform, transformSchema } from "./transform";

const notBesideAStream =
  "nothing beside a stream: Firehose encrypts what is put into it directly, and a stream encrypts what it holds";

const source = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("stream").optional(),
      stream: role,
      encryption: z.undefined({ error: notBesideAStream }).optional(),
    }),
    section({
      kind: z.literal("direct-put"),
      /** By default, as the environment's other data is. */
      encryption: oneOf("customer-managed", "aws-owned").optional(),
    }),
  ],
  { error: 'stream: <key>, or kind: "direct-put"' },
);

const destination = z.discriminatedUnion(
  "kind",
  [s3Schema, redshiftSchema, opensearchSchema, splunkSchema, httpEndpointSchema],
  { error: 'kind "s3", "redshift", "opensearch", "splunk" or "http-endpoint"' },
);

/** A Firehose stream: from a source, through a transform if there is one, to a destination. */
export function deliverySchema(tier: Tier) {
  return section({
    source,
    transform: transformSchema(tier).optional(),
    destination,
    // Of what Firehose says about errors of delivery.
    logRetentionDays: logRetentionDays(tier),
  });
}

/** A delivery as its file states it. */
export type DeliveryEntry = z.output<ReturnType<typeof deliverySchema>>;

/** Where records come from. */
export type Source =
  | { readonly kind: "stream"; readonly stream: string }
  | { readonly kind: "direct-put"; readonly encryption: "customer-managed" | "aws-owned" };

/** Fills in what depends on the rest of the environment. */
function completeSource(entry: DeliveryEntry["source"], encryption: "customer-managed" | "aws-managed"): Source {
  if (entry.kind !== "direct-put") return { kind: "stream", stream: entry.stream };
  const byDefault = encryption === "customer-managed" ? "customer-managed" : "aws-owned";
  return { kind: "direct-put", encryption: entry.encryption ?? byDefault };
}

/** Fills in what depends on the rest of the environment. */
export function completeDestination(entry: DeliveryEntry["destination"], context: DeliveryContext) {
  switch (entry.kind) {
    case "s3":
      return completeS3(entry, context);
    case "redshift":
      return completeRedshift(entry, context);
    case "opensearch":
      return completeOpensearch(entry, context);
    case "splunk":
      return completeSplunk(entry, context);
    case "http-endpoint":
      return completeHttpEndpoint(entry, context);
  }
}

/** Where records go: one of the kinds, every default filled in. */
export type DeliveryDestination = ReturnType<typeof completeDestination>;

/** A delivery as the stacks get it: every default filled in. */
export interface Delivery {
  readonly source: Source;
  readonly transform?: Transform | undefined;
  readonly destination: DeliveryDestination;
  readonly logRetentionDays: number;
}

/** How long a delivery may hold a record back: for its transform, and then for its destination. */
export function gatheredSeconds({ transform, destination }: Pick<Delivery, "transform" | "destination">): number {
  // What goes to Redshift is gathered as the objects that this copies from.
  const { bufferSeconds } = destination.kind === "redshift" ? destination.intermediate : destination;
  return bufferSeconds + (transform?.bufferSeconds ?? 0);
}

/** What is known of the rest of the environment, as far as it is valid. */
export function contextOf(
  key: string,
  { transform }: Partial<DeliveryEntry>,
  { tables = {}, dataPrefixes = [] }: Partial<Pick<DeliveryContext, "tables" | "dataPrefixes">>,
  tier: Tier,
): DeliveryContext {
  return { key, tier, tables, dataPrefixes, isTransformed: transform !== undefined };
}

/** Fills in what depends on the rest of the environment. */
export function completeDelivery(
  { source: from, transform, destination: to, logRetentionDays: days }: DeliveryEntry,
  context: DeliveryContext,
  encryption: "customer-managed" | "aws-managed",
): Delivery {
  return {
    source: completeSource(from, encryption),
    transform: transform && completeTransform(transform, to.kind, context.tier),
    destination: completeDestination(to, context),
    logRetentionDays: days,
  };
}
