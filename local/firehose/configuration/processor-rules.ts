import type { Processor, ProcessorParameterName } from "@aws-sdk/client-firehose";
import { processorParameter } from "../processing/processor-parameter";
import { invalidArgument } from "./invalid-argument";

type Parameter = (name: ProcessorParameterName) => string | undefined;

/**
 * What the API's model can't say of a processor's parameters.
 * @throws AwsError `InvalidArgumentException`, in AWS's wording
 */
export function checkProcessor(processor: Processor, dynamicPartitioning: boolean): void {
  const { Type } = processor;
  const parameter: Parameter = (name) => processorParameter(processor, name);
  if (!dynamicPartitioning && (Type === "MetadataExtraction" || Type === "RecordDeAggregation")) {
    throw invalidArgument(
      `class com.amazonaws.services.firehose.internal.model.${Type}Processor can only be present when Dynamic ` +
        "Partitioning is enabled.",
    );
  }
  if (Type === "Lambda") checkLambda(parameter);
  if (Type === "MetadataExtraction") checkMetadataExtraction(parameter);
  if (Type === "RecordDeAggregation") checkDeAggregation(parameter);
  if (Type === "CloudWatchLogProcessing" && !/^(true|false)$/i.test(parameter("DataMessageExtraction") ?? "")) {
    throw invalidArgument("Invalid parameter value for DataMessageExtraction. Allowed values are True and False.");
  }
}

function checkLambda(parameter: Parameter): void {
  if (parameter("LambdaArn") === undefined) {
    throw invalidArgument("LambdaArn is required when Lambda processor is used.");
  }
  const size = parameter("BufferSizeInMBs");
  const interval = parameter("BufferIntervalInSeconds");
  if (size === undefined || interval === undefined) {
    throw invalidArgument(
      "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure buffering for lambda processor.",
    );
  }
  if (!isBetween(size, 0.2, 3)) {
    throw invalidArgument("BufferSizeInMBs for lambda processor must be between 0.2 and 3.");
  }
  if (!isBetween(interval, 0, 900)) {
    throw invalidArgument("BufferIntervalInSeconds for lambda processor must be between 0 and 900.");
  }
  if (!isBetween(parameter("NumberOfRetries"), 0, 300)) {
    throw invalidArgument("Number of retries for lambda must be between 0 and 300.");
  }
}

function checkMetadataExtraction(parameter: Parameter): void {
  if (parameter("JsonParsingEngine") !== "JQ-1.6") {
    throw invalidArgument("MetaDataExtraction JSON Parsing Engine has to be one of JQ-1.6");
  }
  if (parameter("MetadataExtractionQuery") === undefined) {
    throw invalidArgument("MetadataExtractionQuery is required when MetadataExtraction processor is used.");
  }
}

function checkDeAggregation(parameter: Parameter): void {
  const type = parameter("SubRecordType");
  if (type !== "JSON" && type !== "DELIMITED") {
    throw invalidArgument("SubRecordType has to be one of JSON, DELIMITED");
  }
  if (type === "DELIMITED" && parameter("Delimiter") === undefined) {
    throw invalidArgument("Delimiter should be present for DELIMITED");
  }
}

function isBetween(text: string | undefined, min: number, max: number): boolean {
  const value = Number(text);
  return value >= min && value <= max;
}
