import { type Shape, structure, text } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";
import { type Message, type MessageAttributes, readMessage } from "../message";

const attribute = structure({ DataType: text({}) }, { StringValue: text({}), BinaryValue: text({}) });

/** A message's attributes by name. */
const attributes: Shape<MessageAttributes> = {
  parse(value) {
    const entries = Object.entries(Object(value)).map(([name, item]) => [name, attribute.parse(item)]);
    return Object.fromEntries(entries);
  },
  check(value, path, failures) {
    for (const [name, item] of Object.entries(value)) attribute.check(item, () => `${path()}.${name}.member`, failures);
  },
};

/** What Publish and each entry of PublishBatch may hold beside the message. */
export const messageMembers = {
  Subject: text({}),
  MessageStructure: text({}),
  MessageAttributes: attributes,
  MessageDeduplicationId: text({}),
};

/** A message as Publish, or an entry of PublishBatch, has it. */
interface Entry {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
}

/** Reads a message. @throws AwsError `InvalidParameter`, `ParameterValueInvalid` */
export function readEntry(entry: Entry): Message {
  if (entry.MessageDeduplicationId !== undefined) {
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this " +
        "topic type",
    );
  }
  const { Message, Subject: subject, MessageAttributes: attributes, MessageStructure: structure } = entry;
  return readMessage(Message, { subject, attributes, structure });
}
