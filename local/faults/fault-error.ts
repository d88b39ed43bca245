/** A fault that can't be set, or is not there: what is wrong with the request, and what would be right. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}
