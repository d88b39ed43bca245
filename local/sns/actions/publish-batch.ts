import { AwsError } from "../../aws-error";
import { list, readInput, structure, text } from "../../server/input-shape";
import { maxMessageBytes } from "../message";
import type { Sns } from "../sns";
import { messageMembers, readEntry } from "./message-input";

const maxEntries = 10;

const entries = list(structure({ Id: text({}), Message: text({}) }, messageMembers), {});
/** A form spells a list of none as an empty text. */
const entriesOrNone: typeof entries = { ...entries, parse: (value) => (value === "" ? [] : entries.parse(value)) };
const shape = structure({ TopicArn: text({}), PublishBatchRequestEntries: entriesOrNone }, {});

/**
 * Publishes up to ten messages to a topic, all or, when one is refused, none.
 * @throws AwsError `NotFound`, `InvalidParameter`, `ParameterValueInvalid`, and what the batch itself breaks
 */
export function publishBatch(sns: Sns, input: unknown) {
  const { TopicArn, PublishBatchRequestEntries: batch } = readInput(shape, input);
  const topic = sns.topic(TopicArn);
  checkIds(batch.map(({ Id }) => Id));
  const messages = batch.map((entry) => ({ Id: entry.Id, message: readEntry(entry) }));
  if (messages.reduce((bytes, { message }) => bytes + message.bytes, 0) > maxMessageBytes) {
    const problem = "The length of all the messages put together is more than the limit.";
    throw new AwsError("BatchRequestTooLong", problem);
  }
  const Successful = messages.map(({ Id, message }) => ({ Id, MessageId: sns.send(topic, message) }));
  return { Successful, Failed: [] };
}

function checkIds(ids: readonly string[]): void {
  if (ids.length === 0) throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (ids.length > maxEntries) {
    const problem = "The batch request contains more entries than permissible.";
    throw new AwsError("TooManyEntriesInBatchRequest", problem);
  }
  const wrong = ids.find((id) => !/^[\w-]{1,80}$/.test(id));
  if (wrong !== undefined) {
    const problem = `The Id of a batch entry in a batch request doesn't abide by the specification: ${wrong}`;
    throw new AwsError("InvalidBatchEntryId", problem);
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
}
