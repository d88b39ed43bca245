package weir.flink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Events of some users and types at random times, often at the very ends of windows, in the order of arrival. */
final class RandomEvents {
  private static final long START_MS = 1_767_348_000_000L;

  private final Random random;
  private final long windowMs;
  private final List<Sent> events = new ArrayList<>();

  RandomEvents(long seed, long windowMs) {
    this.random = new Random(seed);
    this.windowMs = windowMs;
  }

  /** Adds a set that no other shares a user with; each event arrives up to a delay after its time. */
  void addSet(int set, int count, long maxDelayMs) {
    for (int i = 0; i < count; i++) {
      long timestampMs = START_MS + random.nextInt(20) * windowMs + offsetMs();
      // Quarters have exact sums, in whatever order they are added.
      Double value = random.nextInt(5) == 0 ? null : (random.nextInt(8_000_001) - 4_000_000) / 4.0;
      String user = set + "-" + random.nextInt(2);
      long arrivalMs = timestampMs + (long) (random.nextDouble() * maxDelayMs);
      events.add(new Sent(set + "-" + i, user, random.nextBoolean() ? "A" : "B", timestampMs, value, arrivalMs));
    }
  }

  private long offsetMs() {
    switch (random.nextInt(4)) {
      case 0:
        return 0;
      case 1:
        return windowMs - 1;
      default:
        return (long) (random.nextDouble() * windowMs);
    }
  }

  /** In the order in which they arrive. */
  List<Sent> arrived() {
    List<Sent> arrived = new ArrayList<>(events);
    arrived.sort(Comparator.comparingLong(event -> event.arrivalMs));
    return arrived;
  }

  /** One event. */
  static final class Sent {
    final String id;
    final String user;
    final String type;
    final long timestampMs;
    final Double value;
    private final long arrivalMs;

    private Sent(String id, String user, String type, long timestampMs, Double value, long arrivalMs) {
      this.id = id;
      this.user = user;
      this.type = type;
      this.timestampMs = timestampMs;
      this.value = value;
      this.arrivalMs = arrivalMs;
    }

    String json() {
      return "{\"event_id\":\"" + id + "\",\"user_id\":\"" + user + "\",\"event_type\":\"" + type + "\",\"timestamp\":"
          + timestampMs + ",\"value\":" + value + "}";
    }
  }
}
