package weir.flink;

import java.io.IOException;
import java.util.Locale;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;

/** The event that a record is, normalised as the stream processors do it; or why no window can take it. */
final class Event {
  private static final JsonFactory JSON = new JsonFactory();
  /** What DynamoDB holds at most; sums of less stay finite. */
  private static final double GREATEST_VALUE = 9.9999999999999999e125;
  private static final int MAX_SHOWN_CHARACTERS = 100;

  /** Null when there is none. */
  String eventId;
  /** Without spaces around it; null when there is none. */
  String userId;
  /** In upper case, without spaces around it; null when there is none. */
  String eventType;
  /** Null when there is none, or none that is a number. */
  Double value;
  /** Since the epoch; null when there is none, or none that is a time. */
  Long timestampMs;
  /** The first reason why no window can take it; null when one can. */
  String problem;

  private Event() {}

  /** Reads a record's text. */
  static Event of(String record) {
    Event event = new Event();
    try (JsonParser json = JSON.createParser(record)) {
      event.read(json);
    } catch (IOException error) {
      event.problem = "not JSON";
    }
    return event;
  }

  private void read(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_OBJECT) {
      readFields(json);
      require("user_id", userId);
      require("event_type", eventType);
      require("timestamp", timestampMs);
    } else {
      refuse(first == null ? "not JSON" : "not a JSON object");
      json.skipChildren();
    }
    if (json.nextToken() != null) {
      throw new IOException("more than one value");
    }
  }

  private void readFields(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        readField(field, token, json);
      }
      json.skipChildren();
    }
  }

  private void readField(String field, JsonToken token, JsonParser json) throws IOException {
    switch (field) {
      case "event_id":
        eventId = readName(field, token, json);
        break;
      case "user_id":
        userId = readName(field, token, json);
        break;
      case "event_type":
        eventType = readName(field, token, json);
        eventType = eventType == null ? null : eventType.toUpperCase(Locale.ROOT);
        break;
      case "timestamp":
        timestampMs = isScalar(token) ? EventTimestamp.toEpochMs(json.getText(), token.isNumeric()) : null;
        if (timestampMs == null) {
          refuse(field, token, json, "ISO-8601, or seconds or milliseconds since the epoch");
        }
        break;
      case "value":
        value = token.isNumeric() ? (Double) Double.parseDouble(json.getText()) : null;
        if (value == null || Math.abs(value) > GREATEST_VALUE) {
          refuse(field, token, json, "a number that DynamoDB can hold");
        }
        break;
      default:
    }
  }

  /** An id or a name; numbers as their text. */
  private String readName(String field, JsonToken token, JsonParser json) throws IOException {
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      refuse(field, token, json, "a string");
      return null;
    }
    String text = json.getText().strip();
    if (text.isEmpty() && !field.equals("event_id")) {
      refuse("\"" + field + "\" is empty");
    }
    return text.isEmpty() ? null : text;
  }

  private void require(String field, Object found) {
    if (found == null) {
      refuse("\"" + field + "\" is missing");
    }
  }

  private void refuse(String field, JsonToken token, JsonParser json, String expected) throws IOException {
    String text = isScalar(token) ? json.getText() : "an object or a list";
    String shown = text.length() > MAX_SHOWN_CHARACTERS ? text.substring(0, MAX_SHOWN_CHARACTERS) + "…" : text;
    String got = token == JsonToken.VALUE_STRING ? "\"" + shown + "\"" : shown;
    refuse("\"" + field + "\" is " + got + "; expected " + expected);
  }

  private void refuse(String reason) {
    problem = problem == null ? reason : problem;
  }

  private static boolean isScalar(JsonToken token) {
    return token.isScalarValue();
  }
}
