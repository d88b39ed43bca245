/** What faults have services answer: Kinesis, DynamoDB, Firehose; who is silenced; and whoever subscribes too soon again. */
const refusals = new Set([
  "InternalFailure",
  "InternalServerError",
  "ProvisionedThroughputExceededException",
  "ResourceInUseException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
]);

/** What a call answers; nothing where a fault refuses it. @throws Error with any other answer */
export async function unlessRefused<Output>(call: Promise<Output>): Promise<Output | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && refusals.has(error.name)) return undefined;
    throw error;
  }
}
