package weir.flink;

/** Events as they are sent. */
final class Events {
  private Events() {}

  /** An event without a value. */
  static String event(String id, String user, String type, String timestamp) {
    return event(id, user, type, timestamp, "null");
  }

  /** An event whose value is written as it is given. */
  static String event(String id, String user, String type, String timestamp, String value) {
    return "{\"event_id\":\"" + id + "\",\"user_id\":\"" + user + "\",\"event_type\":\"" + type + "\",\"timestamp\":\""
        + timestamp + "\",\"value\":" + value + "}";
  }
}
