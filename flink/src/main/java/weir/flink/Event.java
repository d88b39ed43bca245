package weir.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;

/**
 * The event that a record is, normalised as the stream processors do it; or why no window can take it. Fields that no
 * job reads may hold anything, be it what no table could.
 */
final class Event {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_SHOWN_CHARACTERS = 100;
  // What the stream processors can store of each, in bytes. A name without a limit would make a record that no stream
  // takes, and such a record is one that the sink fails at and meets again after each restart.
  private static final int MAX_EVENT_ID_BYTES = 999;
  private static final int MAX_USER_ID_BYTES = 2048;
  private static final int MAX_EVENT_TYPE_BYTES = 2046;

  /** As it was sent; null when there is none. */
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

  /** Reads a record. */
  static Event of(byte[] record) {
    Event event = new Event();
    String text = new String(record, StandardCharsets.UTF_8);
    // It stands for bytes that are no UTF-8, unless the record holds it itself.
    if (text.indexOf('\ufffd') >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), record)) {
      event.refuse("not JSON: the bytes are not UTF-8");
      return event;
    }
    try (JsonParser json = JSON.createParser(text)) {
      event.read(json);
    } catch (IOException error) {
      // Whatever else was found: the record is not what it seemed.
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
        eventId = limited(field, readText(field, token, json), MAX_EVENT_ID_BYTES);
        eventId = "".equals(eventId) ? null : eventId;
        break;
      case "user_id":
        userId = limited(field, readName(field, token, json), MAX_USER_ID_BYTES);
        break;
      case "event_type":
        String name = readName(field, token, json);
        eventType = limited(field, name == null ? null : name.toUpperCase(Locale.ROOT), MAX_EVENT_TYPE_BYTES);
        break;
      case "timestamp":
        timestampMs = token.isScalarValue() ? EventTimestamp.toEpochMs(json.getText(), token.isNumeric()) : null;
        if (timestampMs == null) {
          refuse(field, token, json, "ISO-8601, or seconds or milliseconds since the epoch");
        }
        break;
      case "value":
        value = token.isNumeric() && EventText.isHoldable(json.getText()) ? Double.valueOf(json.getText()) : null;
        if (value == null) {
          refuse(field, token, json, "a number that DynamoDB can hold");
        }
        break;
      default:
    }
  }

  /** A name by which events are grouped. */
  private String readName(String field, JsonToken token, JsonParser json) throws IOException {
    String text = readText(field, token, json);
    String name = text == null ? null : EventText.trim(text);
    if ("".equals(name)) {
      refuse("\"" + field + "\" is empty");
      return null;
    }
    return name;
  }

  /** A string; numbers as their text. */
  private String readText(String field, JsonToken token, JsonParser json) throws IOException {
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      refuse(field, token, json, "a string");
      return null;
    }
    String text = json.getText();
    if (EventText.hasLoneSurrogate(text)) {
      refuse("\"" + field + "\" holds half of a surrogate pair, which UTF-8 can't");
    }
    return text;
  }

  private String limited(String field, String text, int maxBytes) {
    int bytes = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes <= maxBytes) {
      return text;
    }
    refuse("\"" + field + "\" has " + bytes + " bytes; expected at most " + maxBytes);
    return null;
  }

  private void require(String field, Object found) {
    if (found == null) {
      refuse("\"" + field + "\" is missing");
    }
  }

  private void refuse(String field, JsonToken token, JsonParser json, String expected) throws IOException {
    String text = token.isScalarValue() ? json.getText() : "an object or a list";
    String shown = text.length() > MAX_SHOWN_CHARACTERS ? text.substring(0, MAX_SHOWN_CHARACTERS) + "…" : text;
    String got = token == JsonToken.VALUE_STRING ? "\"" + shown + "\"" : shown;
    refuse("\"" + field + "\" is " + got + "; expected " + expected);
  }

  private void refuse(String reason) {
    problem = problem == null ? reason : problem;
  }
}
