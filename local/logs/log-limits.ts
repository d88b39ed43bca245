/** Of the messages of one group that are kept here; the functions' log files have more. */
export const maxStoredBytes = 8 * 1024 * 1024;

/** What an event takes of memory beside its message, about: many short ones would else be kept in a multiple of it. */
export const eventMemoryBytes = 128;

/** Of the messages of one PutLogEvents, and of one answer. */
export const maxBatchBytes = 1_048_576;

/** What CloudWatch Logs adds to a message's length when it counts a batch. */
export const eventOverheadBytes = 26;
