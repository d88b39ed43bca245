package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.flink.Events.event;

import java.util.HashSet;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UserSessionsTest {
  @RegisterExtension
  static final MiniClusterExtension ONE_SLOT = new MiniClusterExtension(
      new MiniClusterResourceConfiguration.Builder().setNumberTaskManagers(1).setNumberSlotsPerTaskManager(1).build());

  @Test
  void endsASessionWhereTheGapIsPassed() throws Exception {
    JobRun.Result result = sessions().read(
        event("a", "u", "view", "2026-01-02T10:00:00.000Z", "1"),
        event("b", "u", "click", "2026-01-02T10:30:00.000Z", "2"),
        event("c", "u", "view", "2026-01-02T10:59:59.999Z"),
        event("d", "u", "view", "2026-01-02T11:30:00.000Z", "4"),
        event("e", "v", "view", "2026-01-02T11:30:00.000Z")).run();
    assertEquals(List.of(
        "2026-01-02T10:00:00Z 2026-01-02T10:59:59.999Z u 3 2 3.0",
        "2026-01-02T11:30:00Z 2026-01-02T11:30:00Z u 1 1 4.0",
        "2026-01-02T11:30:00Z 2026-01-02T11:30:00Z v 1 1 null"), whole(result));
    assertEquals(3, new HashSet<>(result.output("session_id")).size());
    assertEquals(List.of(), result.rejects);
  }

  @Test
  void joinsTwoSessionsByAnEventBetweenThem() throws Exception {
    String[] events = {
        event("a", "u", "t", "2026-01-02T10:00:00Z"),
        event("b", "u", "t", "2026-01-02T10:40:00Z"),
        event("c", "u", "t", "2026-01-02T10:20:00Z")};
    JobRun.Result first = sessions().property("job", "max.disorder.seconds", "1800").read(events).run();
    JobRun.Result second = sessions().property("job", "max.disorder.seconds", "1800").read(events).run();
    assertEquals(List.of("2026-01-02T10:00:00Z 2026-01-02T10:40:00Z u 3 1 null"), whole(first));
    assertEquals(first.output("session_id"), second.output("session_id"));
  }

  @Test
  void takesAnEventUntilTheWatermarkHasPassedItsGap() throws Exception {
    JobRun.Result result = sessions().read(
        event("a", "u", "t", "2026-01-02T10:00:00.000Z"),
        event("b", "v", "t", "2026-01-02T10:30:04.999Z"),
        event("c", "u", "t", "2026-01-02T10:00:00.000Z")).run();
    assertEquals(List.of("u 2", "v 1"), result.output("user_id", "event_count"));
    assertEquals(List.of(), result.rejects);
  }

  @Test
  void rejectsAnEventFromTheMillisecondOnThatEndsItsGap() throws Exception {
    String late = event("c", "u", "t", "2026-01-02T10:00:00.000Z");
    JobRun.Result result = sessions().read(
        event("a", "u", "t", "2026-01-02T10:00:00.000Z"),
        event("b", "v", "t", "2026-01-02T10:30:05.000Z"),
        late,
        event("d", "u", "t", "2026-01-02T10:00:00.001Z"),
        "no JSON").run();
    assertEquals(List.of("u 1", "u 1", "v 1"), result.output("user_id", "event_count"));
    assertEquals(List.of(
        "late c u T 2026-01-02T10:00:00Z 2026-01-02T10:30:00Z " + late, "not JSON null null null null null no JSON"),
        result.rejects("reason", "event_id", "user_id", "event_type", "event_time", "window_end", "record"));
  }

  private static JobRun sessions() {
    return new JobRun("user-sessions.sql").property("parameters", "gapMinutes", "30");
  }

  private static List<String> whole(JobRun.Result result) {
    return result.output(
        "session_start", "session_end", "user_id", "event_count", "event_type_count", "value_sum");
  }
}
