import type { Statement } from "../iam/policy-document";
import { literal } from "../terraform/literal";

/** A function that transforms records before they are delivered. */
export interface Transform {
  /** Without a version: the latest is used. */
  readonly functionArn: string;
  /** Gathered before each invocation: 0.2–3. */
  readonly bufferMebibytes: number;
  /** 0–900. */
  readonly bufferSeconds: number;
  /** 0–300: invocations beyond the first, after which the batch goes to the errors. */
  readonly retries: number;
}

/** How the records inside a record are told apart. */
export type Deaggregation = { readonly kind: "json" } | { readonly kind: "delimited"; readonly delimiter: string };

/** What is done to records before they are delivered, in this order. */
export interface Processing {
  /** Unpacks what CloudWatch Logs sends; may leave only the messages of it. */
  readonly cloudWatchLogs?: "decompress" | "extract-messages" | undefined;
  /** For dynamic partitioning alone. */
  readonly deaggregation?: Deaggregation | undefined;
  readonly transform?: Transform | undefined;
  /** jq expression of each partition key; for dynamic partitioning alone. */
  readonly jq?: Readonly<Record<string, string>> | undefined;
  /** Whether each record is ended with a newline; for S3 alone. */
  readonly appendNewline?: boolean;
}

/** What AWS takes for parameters of a `Lambda` processor that are not there. */
export interface TransformDefaults {
  readonly bufferMebibytes: number;
  /** Where the destination has no role of its own, the processor must name one. */
  readonly roleArn?: string;
}

interface Processor {
  readonly type: string;
  readonly parameters: { readonly parameterName: string; readonly parameterValue: string }[];
}

/** Terraform's `processing_configuration`; none when there is nothing to do. */
export function processingConfiguration(
  processing: Processing,
  defaults: TransformDefaults = { bufferMebibytes: 1 },
): { enabled: true; processors: Processor[] } | undefined {
  const { cloudWatchLogs, deaggregation, transform, jq = {}, appendNewline = false } = processing;
  const processors = [
    ...(cloudWatchLogs ? [processor("Decompression", { CompressionFormat: "GZIP" })] : []),
    ...(cloudWatchLogs === "extract-messages"
      ? [processor("CloudWatchLogProcessing", { DataMessageExtraction: "true" })]
      : []),
    ...(deaggregation ? [deaggregationProcessor(deaggregation)] : []),
    ...(transform ? [transformProcessor(transform, defaults)] : []),
    ...(Object.keys(jq).length > 0 ? [jqProcessor(jq)] : []),
    ...(appendNewline ? [processor("AppendDelimiterToRecord")] : []),
  ];
  return processors.length > 0 ? { enabled: true, processors } : undefined;
}

/** What the role needs to invoke the function: AWS asks for both on the qualified ARN. */
export function transformStatements(transform: Transform | undefined): Statement[] {
  if (!transform) return [];
  return [
    {
      Sid: "Transform",
      Action: ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
      Resource: [latest(transform)],
    },
  ];
}

function latest({ functionArn }: Transform): string {
  return `${functionArn}:$LATEST`;
}

function processor(type: string, parameters: Readonly<Record<string, string>> = {}): Processor {
  return {
    type,
    parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({
      parameterName,
      parameterValue,
    })),
  };
}

function deaggregationProcessor(deaggregation: Deaggregation): Processor {
  if (deaggregation.kind === "json") return processor("RecordDeAggregation", { SubRecordType: "JSON" });
  const delimiter = Buffer.from(deaggregation.delimiter).toString("base64");
  return processor("RecordDeAggregation", { SubRecordType: "DELIMITED", Delimiter: delimiter });
}

/** A parameter that has AWS's default is left out: the provider does not read it back, and each plan would add it. */
function transformProcessor(transform: Transform, defaults: TransformDefaults): Processor {
  const { bufferMebibytes, bufferSeconds, retries } = transform;
  return processor("Lambda", {
    LambdaArn: latest(transform),
    ...(defaults.roleArn !== undefined && { RoleArn: defaults.roleArn }),
    ...(bufferMebibytes !== defaults.bufferMebibytes && { BufferSizeInMBs: String(bufferMebibytes) }),
    ...(bufferSeconds !== 60 && { BufferIntervalInSeconds: String(bufferSeconds) }),
    ...(retries !== 3 && { NumberOfRetries: String(retries) }),
  });
}

function jqProcessor(keys: Readonly<Record<string, string>>): Processor {
  // In parentheses: a comma or an alternative in an expression would otherwise end the key's value.
  const query = Object.entries(keys).map(([key, expression]) => `${key}:(${expression})`);
  return processor("MetadataExtraction", {
    MetadataExtractionQuery: literal(`{${query.join(",")}}`),
    JsonParsingEngine: "JQ-1.6",
  });
}
