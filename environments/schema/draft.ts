import { z } from "zod";
import { schemas } from "./environment";
import type { Tier } from "./fields";

/**
 * What is valid in a file, field by field, defaults filled in. The rules between fields read this, so that they speak
 * up beside the errors of other fields instead of after these are mended. A field that is absent here was bad.
 */
export function draftOf(input: unknown, tier: Tier) {
  const raw = objectOf(input);
  const { environment, stream, table, processor, delivery, analytics, lake, failures, accessLogs, alarms } =
    schemas[tier];
  return {
    ...validFields(environment, raw),
    streams: validEntries(stream, raw["streams"]),
    tables: validEntries(table, raw["tables"]),
    processors: validEntries(processor, raw["processors"]),
    deliveries: validEntries(delivery, raw["deliveries"]),
    analytics: validEntries(analytics, raw["analytics"]),
    lake: validFields(lake, raw["lake"]),
    failures: validFields(failures, raw["failures"]),
    accessLogs: validFields(accessLogs, raw["accessLogs"]),
    alarms: validFields(alarms, raw["alarms"]),
  };
}

/** See {@link draftOf}. */
export type Draft = ReturnType<typeof draftOf>;

function validEntries<Section extends z.ZodObject>(schema: Section, input: unknown) {
  return new Map(Object.entries(objectOf(input)).map(([key, entry]) => [key, validFields(schema, entry)]));
}

function validFields<Section extends z.ZodObject>(schema: Section, input: unknown): Partial<z.output<Section>> {
  const raw = objectOf(input);
  const fields = Object.entries(schema.shape).flatMap(([field, fieldSchema]) => {
    const parsed = z.safeParse(fieldSchema, raw[field]);
    return parsed.success ? [[field, parsed.data]] : [];
  });
  return Object.fromEntries(fields) as Partial<z.output<Section>>;
}

function objectOf(input: unknown): Record<string, unknown> {
  return typeof input === "object" && input !== null ? { ...input } : {};
}
