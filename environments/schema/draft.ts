import { z } from "zod";
import { accessLogsSchema, failuresSchema, lakeSchema } from "./buckets";
import { environmentSchema } from "./environment";
import type { Tier } from "./fields";
import { processorSchema } from "./processor";
import { streamSchema } from "./stream";
import { tableSchema } from "./table";

/**
 * What is valid in a file, field by field, defaults filled in. The rules between fields read this, so that they speak
 * up beside the errors of other fields instead of after these are mended. A field that is absent here was bad.
 */
export function draftOf(input: unknown, tier: Tier) {
  const raw = objectOf(input);
  return {
    ...validFields(environmentSchema(tier), raw),
    streams: validEntries(streamSchema(tier), raw["streams"]),
    tables: validEntries(tableSchema(tier), raw["tables"]),
    processors: validEntries(processorSchema(tier), raw["processors"]),
    lake: validFields(lakeSchema, raw["lake"]),
    failures: validFields(failuresSchema(tier), raw["failures"]),
    accessLogs: validFields(accessLogsSchema(tier), raw["accessLogs"]),
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
