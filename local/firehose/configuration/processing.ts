import type { ProcessingConfiguration, Processor, ProcessorParameterName } from "@aws-sdk/client-firehose";
import { flag, list, oneOf, structure, text } from "../../server/input-shape";
import { invalidArgument } from "./invalid-argument";
import { checkProcessor } from "./processor-rules";

/** AWS's words, in the order in which its answers list them. */
const processorTypes = [
  "Decompression",
  "Lambda",
  "RecordDeAggregation",
  "MetadataExtraction",
  "AppendDelimiterToRecord",
  "CloudWatchLogProcessing",
] as const;

const parameterNames = [
  "DataMessageExtraction",
  "NumberOfRetries",
  "Delimiter",
  "RoleArn",
  "JsonParsingEngine",
  "SubRecordType",
  "MetadataExtractionQuery",
  "BufferIntervalInSeconds",
  "LambdaArn",
  "BufferSizeInMBs",
  "CompressionFormat",
] as const;

const parameter = structure(
  { ParameterName: oneOf(parameterNames), ParameterValue: text({ min: 1, max: 5120, pattern: "^(?!\\s*$).+" }) },
  {},
);

/** ProcessingConfiguration. */
export const processingConfiguration = structure(
  {},
  {
    Enabled: flag,
    Processors: list(structure({ Type: oneOf(processorTypes) }, { Parameters: list(parameter, {}) }), {}),
  },
);

const maxProcessors = 5;

/** What AWS fills in for the transform function, beside its buffer. */
const lambdaRetries = "3";
const lambdaIntervalSeconds = "60";

/** What a processor's missing parameters are at a destination. */
export interface ProcessingDefaults {
  /** The destination's own role invokes the function where no other is named. */
  readonly roleArn: string | undefined;
  /** @default 1; Splunk's is 0.25 */
  readonly lambdaBufferMebibytes?: number;
}

/** What is done to records before delivery, as DescribeDeliveryStream shows it: nothing where nothing is given. */
export function describeProcessing(
  { Enabled = false, Processors = [] }: ProcessingConfiguration = {},
  defaults: ProcessingDefaults,
): ProcessingConfiguration {
  return { Enabled, Processors: Processors.map((processor) => describeProcessor(processor, defaults)) };
}

function describeProcessor({ Type, Parameters = [] }: Processor, defaults: ProcessingDefaults): Processor {
  if (Type !== "Lambda") return { Type, Parameters };
  const { roleArn, lambdaBufferMebibytes = 1 } = defaults;
  const filledIn: Partial<Record<ProcessorParameterName, string | undefined>> = {
    NumberOfRetries: lambdaRetries,
    RoleArn: roleArn,
    // The two are given together or not at all.
    ...(Parameters.some(({ ParameterName }) => ParameterName?.startsWith("Buffer"))
      ? {}
      : { BufferSizeInMBs: String(lambdaBufferMebibytes), BufferIntervalInSeconds: lambdaIntervalSeconds }),
  };
  const given = new Set(Parameters.map(({ ParameterName }) => ParameterName));
  const missing = parameterNames.flatMap((ParameterName) => {
    const ParameterValue = filledIn[ParameterName];
    return ParameterValue === undefined || given.has(ParameterName) ? [] : [{ ParameterName, ParameterValue }];
  });
  return { Type, Parameters: [...Parameters, ...missing] };
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses of processors */
export function checkProcessing(
  { Enabled, Processors = [] }: ProcessingConfiguration = {},
  dynamicPartitioning: boolean,
): void {
  if (Enabled && (Processors.length < 1 || Processors.length > maxProcessors)) {
    throw invalidArgument(
      `A maximum of ${maxProcessors} and a minimum of 1 processor needs to be supplied when processing is enabled.`,
    );
  }
  for (const type of processorTypes) {
    if (Processors.filter(({ Type }) => Type === type).length > 1) {
      throw invalidArgument(`Cannot have more than 1 ${type} processor.`);
    }
  }
  for (const processor of Processors) checkProcessor(processor, dynamicPartitioning);
  const has = (type: string) => Processors.some(({ Type }) => Type === type);
  if (has("CloudWatchLogProcessing") && !has("Decompression")) {
    throw invalidArgument("CloudWatchLogProcessingProcessor can only be enabled with DecompressionProcessor");
  }
}
