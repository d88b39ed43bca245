import { isObject, type Json } from "./json";

/** Why a record can't be converted, in Firehose's own codes. */
type ConversionErrorCode =
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

/** A value that can't be read as its column's type: of a scalar in the words of Java's number parsers. */
export function unreadable(value: Json): ConversionError {
  if (Array.isArray(value)) return mismatch("The column can't hold a JSON array");
  return mismatch(isObject(value) ? "The column can't hold a JSON object" : `For input string: "${value}"`);
}

/** A schema by which no record can be converted. */
export function invalidSchema(reason: string): ConversionError {
  return new ConversionError("DataFormatConversion.InvalidSchema", `The schema is invalid. ${reason}`);
}
