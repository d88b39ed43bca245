import type { CompressionFormat, ExtendedS3DestinationDescription } from "@aws-sdk/client-firehose";
import type { Random } from "../../random";
import { formatTimestamp } from "./timestamp";

/** What the name of an object says. */
export interface ObjectNaming {
  readonly streamName: string;
  /** Of the delivery stream's configuration, from 1. */
  readonly versionId: string;
  /** Of the oldest record of the object, milliseconds since the epoch. */
  readonly arrivalMs: number;
  /** The destination's CustomTimeZone, which the name follows as the prefix does. @default UTC */
  readonly timeZone?: string;
  readonly random: Random;
  /** With its period, or empty. */
  readonly extension: string;
}

/** The name that follows the prefix in an object's key: `<stream>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>`. */
export function objectName({ streamName, versionId, arrivalMs, timeZone, random, extension }: ObjectNaming): string {
  const arrival = formatTimestamp("yyyy-MM-dd-HH-mm-ss", arrivalMs, timeZone);
  return `${streamName}-${versionId}-${arrival}-${random.uuid()}${extension}`;
}

/** AWS documents `.hsnappy` for Hadoop's Snappy, and was seen to write `.snappy` for both. */
const compressionExtensions: Readonly<Record<CompressionFormat, string>> = {
  UNCOMPRESSED: "",
  GZIP: ".gz",
  ZIP: ".zip",
  Snappy: ".snappy",
  HADOOP_SNAPPY: ".snappy",
};

/** The extension of a destination's objects: its FileExtension, or what their format and compression say. */
export function fileExtension(destination: Partial<ExtendedS3DestinationDescription>): string {
  const {
    CompressionFormat = "UNCOMPRESSED",
    DataFormatConversionConfiguration: conversion,
    FileExtension,
  } = destination;
  if (FileExtension) return FileExtension;
  if (!conversion || conversion.Enabled === false) return compressionExtensions[CompressionFormat];
  return conversion.OutputFormatConfiguration?.Serializer?.OrcSerDe ? ".orc" : ".parquet";
}
