package weir.flink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What windows hold, computed without Flink: the sum of a plain list of events. */
final class PlainWindows {
  private PlainWindows() {}

  /** When the window of an event ends. */
  static long endMs(RandomEvents.Sent event, long windowMs) {
    return Math.floorDiv(event.timestampMs, windowMs) * windowMs + windowMs;
  }

  /** Each window as a line, in order: its start, its group, and what {@code event-aggregates.sql} says of it. */
  static List<String> of(List<RandomEvents.Sent> events, long windowMs) {
    Map<String, List<RandomEvents.Sent>> groups = new TreeMap<>();
    for (RandomEvents.Sent event : events) {
      String key = Instant.ofEpochMilli(endMs(event, windowMs) - windowMs) + " " + event.user + " " + event.type;
      groups.computeIfAbsent(key, group -> new ArrayList<>()).add(event);
    }
    return groups.entrySet().stream()
        .map(group -> group.getKey() + " " + group.getValue().size() + " " + values(group.getValue()))
        .sorted()
        .collect(Collectors.toList());
  }

  private static String values(List<RandomEvents.Sent> events) {
    double[] values = events.stream()
        .filter(event -> event.value != null).mapToDouble(event -> event.value).sorted().toArray();
    if (values.length == 0) {
      return "null null null null";
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum + " " + sum / values.length + " " + values[0] + " " + values[values.length - 1];
  }
}
