package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.flink.Events.event;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventAggregatesTest {
  @RegisterExtension
  static final MiniClusterExtension ONE_SLOT = new MiniClusterExtension(
      new MiniClusterResourceConfiguration.Builder().setNumberTaskManagers(1).setNumberSlotsPerTaskManager(1).build());

  @Test
  void aggregatesTheEventsOfEachUserAndTypeInAWindow() throws Exception {
    JobRun.Result result = windowsOf(60).read(
        event("a", "u", "click", "2026-01-02T10:00:00.000Z", "1.5"),
        event("b", "u", "click", "2026-01-02T10:00:59.999Z", "-2"),
        event("c", "u", "click", "2026-01-02T10:01:00.000Z", "4"),
        event("d", "u", "view", "2026-01-02T10:00:30Z", "8"),
        event("e", "v", "click", "2026-01-02T19:00:30+09:00", "16"),
        event("f", " u\\t", "Click ", "1767348030", "32")).run();
    assertEquals(List.of(
        "2026-01-02T10:00:00Z 2026-01-02T10:01:00Z u CLICK 3 31.5 10.5 -2.0 32.0",
        "2026-01-02T10:00:00Z 2026-01-02T10:01:00Z u VIEW 1 8.0 8.0 8.0 8.0",
        "2026-01-02T10:00:00Z 2026-01-02T10:01:00Z v CLICK 1 16.0 16.0 16.0 16.0",
        "2026-01-02T10:01:00Z 2026-01-02T10:02:00Z u CLICK 1 4.0 4.0 4.0 4.0"), whole(result));
    assertEquals(List.of(), result.rejects);
  }

  @Test
  void countsAnEventWithoutAValueWithoutValuingIt() throws Exception {
    JobRun.Result result = windowsOf(60).read(
        event("a", "some", "t", "2026-01-02T10:00:00Z", "3"),
        event("b", "some", "t", "2026-01-02T10:00:00Z"),
        event("c", "none", "t", "2026-01-02T10:00:00Z"),
        event("d", "huge", "t", "2026-01-02T10:00:00Z", "9e125"),
        event("e", "huge", "t", "2026-01-02T10:00:00Z", "9e125"),
        event("f", "huge", "t", "2026-01-02T10:00:00Z", "-1E-130")).run();
    assertEquals(
        List.of("huge 3 1.8E126 6.0E125 -1.0E-130 9.0E125", "none 1 null null null null", "some 2 3.0 3.0 3.0 3.0"),
        result.output("user_id", "event_count", "value_sum", "value_mean", "value_min", "value_max"));
  }

  @Test
  void countsADuplicateTwiceAndGivesARepeatedWindowTheSameId() throws Exception {
    String[] events = {
        event("a", "u", "t", "2026-01-02T10:00:00Z"), event("a", "u", "t", "2026-01-02T10:00:00Z"),
        event("b", "u\\\",t", "x", "2026-01-02T10:00:00Z"),
        event("c", "u", "t", "2026-01-02T10:01:00Z")};
    JobRun.Result first = windowsOf(60).read(events).run();
    JobRun.Result second = windowsOf(60).read(events).run();
    assertEquals(List.of("u 1", "u 2", "u\",t 1"), first.output("user_id", "event_count"));
    assertEquals(first.output("aggregate_id", "window_start"), second.output("aggregate_id", "window_start"));
    assertEquals(3, new HashSet<>(first.output("aggregate_id")).size());
  }

  @Test
  void takesAnEventUntilTheWatermarkEndsItsWindow() throws Exception {
    JobRun.Result onTime = windowsOf(60).property("job", "max.disorder.seconds", "5").read(
        event("a", "u", "t", "2026-01-02T10:00:30Z"),
        event("b", "u", "t", "2026-01-02T10:01:04.999Z"),
        event("c", "u", "t", "2026-01-02T10:00:59.999Z"),
        event("d", "u", "t", "2026-01-02T10:00:00.000Z")).run();
    assertEquals(List.of("2026-01-02T10:00:00Z 3", "2026-01-02T10:01:00Z 1"),
        onTime.output("window_start", "event_count"));
    assertEquals(List.of(), onTime.rejects);
  }

  @Test
  void rejectsAnEventFromTheMillisecondOnThatEndsItsWindow() throws Exception {
    String late = event("c", "u", "t", "2026-01-02T10:00:59.999Z", "7");
    JobRun.Result result = windowsOf(60).property("job", "max.disorder.seconds", "5").read(
        event("a", "u", "t", "2026-01-02T10:00:30Z"),
        event("b", "u", "t", "2026-01-02T10:01:05.000Z"),
        late,
        event("d", "u", "t", "2026-01-02T10:01:00.000Z")).run();
    assertEquals(List.of("2026-01-02T10:00:00Z 1", "2026-01-02T10:01:00Z 2"),
        result.output("window_start", "event_count"));
    assertEquals(List.of("late c u T 2026-01-02T10:00:59.999Z 2026-01-02T10:01:00Z " + late),
        result.rejects("reason", "event_id", "user_id", "event_type", "event_time", "window_end", "record"));
  }

  @Test
  void rejectsWhatIsNoEventWithTheReason() throws Exception {
    String noUser = "{\"event_id\":\"a\",\"event_type\":\"t\",\"timestamp\":\"2026-01-02T10:00:00Z\"}";
    String noTime = "{\"event_id\":\"b\",\"user_id\":\"u\",\"event_type\":\"t\"}";
    JobRun.Result result = windowsOf(60).read("no\nJSON", "", noUser, noTime).run();
    assertEquals(List.of(
        "\"timestamp\" is missing b u T null null " + noTime,
        "\"user_id\" is missing a null T 2026-01-02T10:00:00Z null " + noUser,
        "not JSON null null null null null ",
        "not JSON null null null null null no\nJSON"),
        result.rejects("reason", "event_id", "user_id", "event_type", "event_time", "window_end", "record"));
    assertEquals(List.of(), result.output);
  }

  @Test
  void takesLongRecordsAndRejectsNoMoreThanASinkTakes() throws Exception {
    String long151 = "x".repeat(151_000);
    String user300 = "u".repeat(300);
    String longEvent =
        "{\"page\":\"" + long151 + "\"," + event("a", user300, "t", "2026-01-02T10:00:00Z").substring(1);
    JobRun.Result result = windowsOf(60).read(longEvent, long151).run();
    assertEquals(List.of(user300 + " 1"), result.output("user_id", "event_count"));
    assertEquals(List.of("not JSON " + long151.substring(0, 150_000)), result.rejects("reason", "record"));
  }

  @Test
  void beginsDaysAtMidnightOfUtcOnDaysOf23And25HoursToo() throws Exception {
    JobRun.Result result = windowsOf(86_400).read(
        event("e", "u", "t", "1969-12-31T23:59:59.999Z"),
        event("a", "u", "t", "2026-03-29T00:30:00+01:00"),
        event("b", "u", "t", "2026-03-29T03:30:00+02:00"),
        event("c", "u", "t", "2026-03-30T01:59:59.999+02:00"),
        event("d", "u", "t", "2026-10-25T23:59:59.999Z")).run();
    assertEquals(List.of(
        "1969-12-31T00:00:00Z 1970-01-01T00:00:00Z 1",
        "2026-03-28T00:00:00Z 2026-03-29T00:00:00Z 1",
        "2026-03-29T00:00:00Z 2026-03-30T00:00:00Z 2",
        "2026-10-25T00:00:00Z 2026-10-26T00:00:00Z 1"), result.output("window_start", "window_end", "event_count"));
    assertTrue(result.rejects.isEmpty());
  }

  @Test
  void waitsForTheTimeOfAnEventThatIsAheadOfTheClock() throws Exception {
    JobRun.Result result = windowsOf(60).read(
        event("a", "u", "t", "2026-01-02T10:00:30Z"),
        event("b", "u", "t", "9999-12-31T23:59:59.999Z"),
        event("c", "u", "t", Instant.now().toString())).run();
    assertEquals(List.of("1", "1", "1"), result.output("event_count"));
    assertEquals(List.of(), result.rejects);
  }

  private static JobRun windowsOf(int seconds) {
    return new JobRun("event-aggregates.sql").property("parameters", "windowSeconds", String.valueOf(seconds));
  }

  private static List<String> whole(JobRun.Result result) {
    return result.output("window_start", "window_end", "user_id", "event_type", "event_count", "value_sum",
        "value_mean", "value_min", "value_max");
  }
}
