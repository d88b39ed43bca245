import type { Json } from "./json-documents";

/** Why a record can't be converted, in Firehose's own codes. */
export type ConversionErrorCode =
  | "DataFormatConversion.InvalidSchema"
  | "DataFormatConversion.MalformedData"
  | "DataFormatConversion.ParseError";

/** A record that can't be converted: it goes to the error output alone, and its neighbours are converted. */
export class ConversionError extends Error {
  override readonly name = "ConversionError";

  constructor(
    readonly code: ConversionErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A value that is of another type than its column. */
export function mismatch(reason: string): ConversionError {
  return new ConversionError("DataFormatConversion.MalformedData", `Data does not match the schema. ${reason}`);
}

/** A scalar that can't be read as its column's type, in the words of Java's number parsers. */
export function unreadable(value: Json): ConversionError {
  return mismatch(`For input string: "${typeof value === "object" ? JSON.stringify(value) : value}"`);
}
