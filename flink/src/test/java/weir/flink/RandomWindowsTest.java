package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand sets of random events: what the job makes of them is what a plain computation does. */
class RandomWindowsTest {
  private static final int SETS_A_JOB = 167;
  private static final long DISORDER_MS = 5000;
  /** So far apart may two watermarks be. */
  private static final long STEP_MS = 1000;

  @RegisterExtension
  static final MiniClusterExtension ONE_SLOT = new MiniClusterExtension(
      new MiniClusterResourceConfiguration.Builder().setNumberTaskManagers(1).setNumberSlotsPerTaskManager(1).build());

  @ParameterizedTest
  @ValueSource(ints = {10, 60, 3600})
  void countsEveryEventThatIsNoLaterThanTheDisorder(int windowSeconds) throws Exception {
    long seed = new Random().nextLong();
    List<RandomEvents.Sent> events = events(seed, windowSeconds, DISORDER_MS);
    JobRun.Result result = run(events, windowSeconds);
    assertEquals(PlainWindows.of(events, 1000L * windowSeconds), windowsOf(result), "seed " + seed);
    assertEquals(List.of(), result.rejects, "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60, 3600})
  void countsOrRejectsEveryEventThatIsLater(int windowSeconds) throws Exception {
    long seed = new Random().nextLong();
    List<RandomEvents.Sent> events = events(seed, windowSeconds, 3000L * windowSeconds);
    JobRun.Result result = run(events, windowSeconds);
    assertFalse(result.rejects.isEmpty(), "seed " + seed);
    Set<String> late = new HashSet<>(result.rejects("event_id"));
    assertEquals(result.rejects.size(), late.size(), "seed " + seed);
    List<RandomEvents.Sent> counted =
        events.stream().filter(event -> !late.contains(event.id)).collect(Collectors.toList());
    assertEquals(PlainWindows.of(counted, 1000L * windowSeconds), windowsOf(result), "seed " + seed);
    assertLateByTheWatermark(events, late, 1000L * windowSeconds, seed);
  }

  private static void assertLateByTheWatermark(
      List<RandomEvents.Sent> events, Set<String> late, long windowMs, long seed) {
    long latestMs = Long.MIN_VALUE / 2;
    for (RandomEvents.Sent event : events) {
      long endMs = PlainWindows.endMs(event, windowMs);
      String what = "seed " + seed + ", event " + event.id;
      if (late.contains(event.id)) {
        assertTrue(endMs + DISORDER_MS <= latestMs, what);
      } else {
        assertTrue(endMs + DISORDER_MS + STEP_MS >= latestMs, what);
      }
      latestMs = Math.max(latestMs, event.timestampMs);
    }
  }

  private static List<RandomEvents.Sent> events(long seed, int windowSeconds, long maxDelayMs) {
    RandomEvents events = new RandomEvents(seed, 1000L * windowSeconds);
    Random counts = new Random(seed);
    for (int set = 0; set < SETS_A_JOB; set++) {
      events.addSet(set, counts.nextInt(40), maxDelayMs);
    }
    return events.arrived();
  }

  private static JobRun.Result run(List<RandomEvents.Sent> events, int windowSeconds) throws Exception {
    return new JobRun("event-aggregates.sql")
        .property("parameters", "windowSeconds", String.valueOf(windowSeconds))
        .property("job", "max.disorder.seconds", String.valueOf(DISORDER_MS / 1000))
        .read(0, events.stream().map(RandomEvents.Sent::json).collect(Collectors.toList()))
        .run();
  }

  private static List<String> windowsOf(JobRun.Result result) {
    return result.output(
        "window_start", "user_id", "event_type", "event_count", "value_sum", "value_mean", "value_min", "value_max");
  }
}
