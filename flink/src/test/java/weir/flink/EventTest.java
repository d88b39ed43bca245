package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.MappingIterator;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases are those of the stream processors, too: what these store is what is counted here. */
class EventTest {
  @TestFactory
  List<DynamicTest> takesAndRefusesWhatTheCasesSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream file = EventTest.class.getResourceAsStream("/event-cases.ndjson");
        MappingIterator<JsonNode> cases = new ObjectMapper().readerFor(JsonNode.class).readValues(file)) {
      while (cases.hasNext()) {
        JsonNode example = cases.next();
        tests.add(dynamicTest(example.get("title").asText(), () -> check(example)));
      }
    }
    assertFalse(tests.isEmpty());
    return tests;
  }

  @Test
  void showsNoMoreOfAValueThanAPersonReads() {
    Event event = Event.of(("{\"timestamp\":\"" + "x".repeat(1000) + "\"}").getBytes(StandardCharsets.UTF_8));
    assertTrue(event.problem.startsWith("\"timestamp\" is \"" + "x".repeat(100) + "…\"; expected"), event.problem);
  }

  @Test
  void takesNestingThatWouldOverflowAStack() {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);
    Event event = Event.of(("{\"page\":" + deep + ",\"user_id\":\"u\"}").getBytes(StandardCharsets.UTF_8));
    assertEquals("u", event.userId);
    assertEquals("\"event_type\" is missing", event.problem);
    assertEquals("not a JSON object", Event.of(deep.getBytes(StandardCharsets.UTF_8)).problem);
  }

  private static void check(JsonNode example) throws IOException {
    Event event = Event.of(record(example));
    assertEquals(text(example.get("problem")), event.problem);
    JsonNode expected = example.get("event");
    if (expected != null) {
      assertEquals(text(expected.get("event_id")), event.eventId);
      assertEquals(text(expected.get("user_id")), event.userId);
      assertEquals(text(expected.get("event_type")), event.eventType);
      assertEquals(Instant.parse(expected.get("timestamp").asText()).toEpochMilli(), event.timestampMs);
      // Zeros of both signs are the same value.
      assertEquals(text(expected.get("value")), event.value == null ? null : String.valueOf(event.value + 0.0));
    }
  }

  /** A text is the record itself, an object is one to be written as JSON. */
  private static byte[] record(JsonNode example) throws IOException {
    if (example.has("base64")) {
      return example.get("base64").binaryValue();
    }
    JsonNode record = example.get("record");
    return (record.isTextual() ? record.asText() : record.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    return node.isNumber() ? String.valueOf(node.asDouble()) : node.asText();
  }
}
