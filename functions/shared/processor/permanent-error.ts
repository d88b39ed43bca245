/** A record can never be processed, however often it is tried: the message says why, for a person. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
}
