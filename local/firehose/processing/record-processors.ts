import { gunzipSync } from "node:zlib";
import type { Processor } from "@aws-sdk/client-firehose";
import { parseJson } from "../../parse-json";
import { splitByDelimiter, splitJsonObjects } from "./de-aggregation";
import { processorParameter } from "./processor-parameter";

/** What a record becomes: at least one. */
export type RecordProcessor = (data: Buffer) => readonly Buffer[];

/** Data that CloudWatch Logs can't have sent, which is not compressed by GZIP or no log message: `decompression-failed`. */
export class DecompressionError extends Error {
  override readonly name = "DecompressionError";
  /** AWS documents none; in the form of its others. */
  readonly code = "Decompression.Failed";
}

/**
 * A processor that needs nothing but the record itself.
 * @throws DecompressionError, when called, for a record that Decompression or CloudWatchLogProcessing can't read
 */
export function recordProcessor(processor: Processor): RecordProcessor {
  switch (processor.Type) {
    case "RecordDeAggregation":
      return deAggregation(processor);
    case "Decompression":
      return (data) => [decompress(data)];
    case "CloudWatchLogProcessing":
      return cloudWatchLogProcessing(processor);
    case "AppendDelimiterToRecord":
      return appendDelimiter(processor);
    default:
      throw new Error(`A ${processor.Type} processor needs more than the record`);
  }
}

function deAggregation(processor: Processor): RecordProcessor {
  if (processorParameter(processor, "SubRecordType") === "JSON") return splitJsonObjects;
  const delimiter = Buffer.from(processorParameter(processor, "Delimiter") ?? "", "base64");
  return (data) => splitByDelimiter(data, delimiter);
}

function decompress(data: Buffer): Buffer {
  try {
    return gunzipSync(data);
  } catch (error) {
    throw new DecompressionError(`The record could not be decompressed: ${(error as Error).message}`);
  }
}

/** Its parameter is the word True or False, in any case. */
function cloudWatchLogProcessing(processor: Processor): RecordProcessor {
  const extracts = processorParameter(processor, "DataMessageExtraction")?.toLowerCase() === "true";
  return (data) => [extracts ? logMessages(data) : data];
}

/** What CloudWatch Logs sends to a subscriber. */
interface SubscriptionMessage {
  /** `CONTROL_MESSAGE` for one that only tests the way. */
  readonly messageType: string;
  readonly logEvents: readonly { readonly message: string }[];
}

/** One record of all messages, a line each, which de-aggregation may take apart; a control message has none. */
function logMessages(data: Buffer): Buffer {
  const { messageType, logEvents } = readSubscriptionMessage(data);
  if (messageType !== "DATA_MESSAGE") return Buffer.alloc(0);
  return Buffer.from(logEvents.map(({ message }) => message).join("\n"));
}

function readSubscriptionMessage(data: Buffer): SubscriptionMessage {
  const message = parseJson(data.toString()) as Partial<SubscriptionMessage> | null | undefined;
  if (typeof message?.messageType === "string" && Array.isArray(message.logEvents))
    return message as SubscriptionMessage;
  throw new DecompressionError("The record is no message of CloudWatch Logs");
}

/** The API takes the two characters `\n` for a newline, and has it when nothing is said. */
function appendDelimiter(processor: Processor): RecordProcessor {
  const text = processorParameter(processor, "Delimiter") ?? "\\n";
  const delimiter = Buffer.from(text.replaceAll("\\n", "\n"));
  return (data) => [Buffer.concat([data, delimiter])];
}
