/** An error that AWS itself would answer: the service's own code and wording, and the HTTP status. */
export class AwsError extends Error {
  /**
   * @param code the service's error code, such as `ResourceNotFoundException`
   * @param message AWS's own wording
   * @param statusCode the HTTP status, 400 for most client errors
   */
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
    this.name = code;
  }
}
