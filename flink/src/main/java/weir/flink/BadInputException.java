package weir.flink;

/** What the application was given can't be run: the message says what is wrong, where, and the fix. */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes it from what a person reads. */
  public BadInputException(String message) {
    super(message);
  }

  /** Makes it from what a person reads, and what it came from. */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
