/** What a mapping has done since it started; counts of Kinesis records unless said otherwise. */
export interface MappingStatistics {
  /** Acknowledged by the function. */
  processed: number;
  /** Given up, and taken by the on-failure destination (`OnFailureDestinationDeliveredEventCount`). */
  failedDestination: number;
  /** Discarded because no filter matches (`FilteredOutEventCount`). */
  filtered: number;
  /** Trimmed by the stream's retention before the function acknowledged them. */
  expired: number;
  /** Given up without a destination, or refused by it (`DroppedEventCount`). */
  dropped: number;
  /** Reported failed by the function, even if a retry succeeds (`FailedInvokeEventCount`). */
  failedInvokeEvents: number;
  /** Calls of the function that ran. */
  invocations: number;
  /** Calls that ended with an error. */
  errors: number;
  /** Attempts that were throttled: the function was not called. */
  throttles: number;
  /** Repeated calls that used the retry quota. */
  retries: number;
  /** Attempts at delivery that the on-failure destination refused (`DestinationDeliveryFailures`). */
  destinationDeliveryFailures: number;
  /** Age of the last record of each shard's last batch when it was sent to the function, the highest (`IteratorAge`). */
  iteratorAgeMs: number;
}

/** Nothing done yet. */
export function noStatistics(): MappingStatistics {
  return {
    processed: 0,
    failedDestination: 0,
    filtered: 0,
    expired: 0,
    dropped: 0,
    failedInvokeEvents: 0,
    invocations: 0,
    errors: 0,
    throttles: 0,
    retries: 0,
    destinationDeliveryFailures: 0,
    iteratorAgeMs: 0,
  };
}

/** Adds to the first what the second counts; ages are no counts. */
export function addStatistics(sum: MappingStatistics, added: Readonly<MappingStatistics>): void {
  for (const key of Object.keys(sum) as (keyof MappingStatistics)[]) {
    if (key !== "iteratorAgeMs") sum[key] += added[key];
  }
}
