/** Of the messages of one group that are kept here; the functions' log files have more. */
export const maxStoredBytes = 8 * 1024 * 1024;

/** Of the messages of one PutLogEvents, and of one answer. */
export const maxBatchBytes = 1_048_576;

/** What CloudWatch Logs adds to a message's length when it counts a batch. */
export const eventOverheadBytes = 26;
