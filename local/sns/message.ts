import { AwsError } from "../aws-error";
import { isObject } from "../event-pattern";
import { parseJson } from "../parse-json";
import { invalidParameter } from "./invalid-parameter";

/** An attribute that a publisher puts beside a message; SQS has the same. */
export interface MessageAttribute {
  /** `String`, `String.Array`, `Number`, `Binary`, or one of these with a dot and a word of the publisher's. */
  readonly DataType: string;
  readonly StringValue?: string;
  /** In base64. */
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a publisher says beside the message itself. */
export interface PublishOptions {
  /** 1 to 100 characters, one line. */
  readonly subject?: string;
  /** Up to 256 KiB together with the message. */
  readonly attributes?: MessageAttributes;
  /** `json`: the message is an object of texts by protocol, of which `default` is for all others. */
  readonly structure?: string;
}

/** What subscribers get. */
export interface Message {
  readonly subject?: string;
  readonly attributes: MessageAttributes;
  /** The text for subscribers of a protocol. */
  readonly textFor: (protocol: string) => string;
  /** Of text and attributes. */
  readonly bytes: number;
}

/** Most bytes of a message, and of a batch of them. */
export const maxMessageBytes = 256 * 1024;
/** No control characters, and no blank at the beginning. */
const subjectPattern = /^[^\s\p{C}]\P{C}{0,99}$/u;
const namePattern = /^[\w-]+(\.[\w-]+)*$/;
const maxNameLength = 256;
const typePattern = /^(String|Number|Binary)(\..+)?$/;

/**
 * Checks what is to be published.
 * @throws AwsError `InvalidParameter`; `ParameterValueInvalid` for an attribute
 */
export function readMessage(text: string, { subject, attributes = {}, structure }: PublishOptions): Message {
  if (subject !== undefined && !subjectPattern.test(subject)) throw invalidParameter("Subject");
  if (text === "") throw invalidParameter("Empty message");
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  const bytes = Buffer.byteLength(text) + attributeBytes(attributes);
  if (bytes > maxMessageBytes) throw invalidParameter("Message too long");
  return { subject, attributes, textFor: textsOf(text, structure), bytes };
}

function textsOf(text: string, structure: string | undefined): (protocol: string) => string {
  if (structure === undefined) return () => text;
  if (structure !== "json") throw invalidParameter("MessageStructure");
  const texts = parseJson(text);
  if (!isObject(texts)) throw invalidParameter("Message Structure - JSON message body failed to parse");
  const { default: fallback } = texts;
  if (typeof fallback !== "string") {
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  }
  return (protocol) => {
    const own = texts[protocol];
    return typeof own === "string" ? own : fallback;
  };
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  if (name.length > maxNameLength) throw invalidValue("Length of message attribute name must be less than 256 bytes.");
  if (!namePattern.test(name)) {
    throw invalidValue(
      `The message attribute name '${name}' is invalid: it can only include alphanumeric characters, hyphens, ` +
        "underscores, or dots, and neither begin nor end with a dot, nor have successive ones.",
    );
  }
  const [, type] = typePattern.exec(DataType) ?? [];
  if (type === undefined) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is ` +
        "Binary, Number, and String.",
    );
  }
  const [field, value, other] =
    type === "Binary" ? ["Binary", BinaryValue, StringValue] : ["String", StringValue, BinaryValue];
  if (value === undefined && other !== undefined) {
    throw invalidValue(`The message attribute '${name}' with type '${DataType}' must use field '${field}'.`);
  }
  if (!value) {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type ` +
        `'${DataType}'.`,
    );
  }
  if (type === "Number" && !Number.isFinite(Number(value))) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  }
}

function attributeBytes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce((sum, [name, { DataType, StringValue = "", BinaryValue = "" }]) => {
    const value = Buffer.byteLength(StringValue) + Buffer.from(BinaryValue, "base64").length;
    return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType) + value;
  }, 0);
}

function invalidValue(message: string): AwsError {
  return new AwsError("ParameterValueInvalid", message);
}
