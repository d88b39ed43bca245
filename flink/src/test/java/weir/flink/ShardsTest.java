package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Shards that are read at different speeds, fall idle and come again: every event is accounted for, late or not. */
class ShardsTest {
  private static final int WINDOW_SECONDS = 60;
  private static final int EVENTS_A_SHARD = 3000;

  @RegisterExtension
  static final MiniClusterExtension FOUR_SLOTS = new MiniClusterExtension(
      new MiniClusterResourceConfiguration.Builder().setNumberTaskManagers(1).setNumberSlotsPerTaskManager(4).build());

  @RepeatedTest(4)
  void countsOrRejectsEachEventOnce() throws Exception {
    long seed = new Random().nextLong();
    List<List<RandomEvents.Sent>> shards = shards(seed, 4);
    JobRun job = new JobRun("event-aggregates.sql").property("parameters", "windowSeconds", "60");
    JobRun.Result result = interleave(job, shards, seed).run();
    Set<String> late = lateIds(result, seed);
    List<RandomEvents.Sent> counted = shards.stream().flatMap(List::stream)
        .filter(event -> !late.contains(event.id)).collect(Collectors.toList());
    assertEquals(PlainWindows.of(counted, 1000L * WINDOW_SECONDS), result.output(
        "window_start", "user_id", "event_type", "event_count", "value_sum", "value_mean", "value_min", "value_max"),
        "seed " + seed);
  }

  @RepeatedTest(2)
  void putsEachEventIntoOneSessionOrRejectsIt() throws Exception {
    long seed = new Random().nextLong();
    List<List<RandomEvents.Sent>> shards = shards(seed, 7);
    JobRun.Result result =
        interleave(new JobRun("user-sessions.sql").property("parameters", "gapMinutes", "1"), shards, seed).run();
    long counted = 0;
    for (JsonNode session : result.output) {
      counted += session.get("event_count").asLong();
    }
    assertEquals(7 * EVENTS_A_SHARD, counted + lateIds(result, seed).size(), "seed " + seed);
  }

  @Test
  void readsABacklogOfShardsAtAnyPaceWithoutMakingItLate() throws Exception {
    long seed = new Random().nextLong();
    JobRun job = new JobRun("event-aggregates.sql").property("parameters", "windowSeconds", "60");
    // No subtask is done before the others have begun: one that is holds back nothing any more.
    List<RandomEvents.Sent> all = new ArrayList<>();
    List<List<RandomEvents.Sent>> shards = new ArrayList<>();
    for (int shard = 0; shard < 4; shard++) {
      shards.add(shard(seed + shard, shard, 5000));
      all.addAll(shards.get(shard));
      job.read(shard, json(shards.get(shard).subList(0, 1)));
    }
    for (int shard = 0; shard < 4; shard++) {
      job.read(shard, json(shards.get(shard).subList(1, EVENTS_A_SHARD - 1)));
    }
    for (int shard = 0; shard < 4; shard++) {
      job.read(shard, json(shards.get(shard).subList(EVENTS_A_SHARD - 1, EVENTS_A_SHARD)));
    }
    JobRun.Result result = job.run();
    assertEquals(List.of(), result.rejects, "seed " + seed);
    assertEquals(PlainWindows.of(all, 1000L * WINDOW_SECONDS), result.output(
        "window_start", "user_id", "event_type", "event_count", "value_sum", "value_mean", "value_min", "value_max"),
        "seed " + seed);
  }

  private static Set<String> lateIds(JobRun.Result result, long seed) {
    assertTrue(result.rejects("reason").stream().allMatch("late"::equals), "seed " + seed);
    Set<String> late = new HashSet<>(result.rejects("event_id"));
    assertEquals(result.rejects.size(), late.size(), "seed " + seed);
    return late;
  }

  /** In bursts of random length, each of a random shard; ticks are short, so that shards that wait fall idle. */
  private static JobRun interleave(JobRun job, List<List<RandomEvents.Sent>> shards, long seed) {
    job.property("job", "idle.seconds", "0").option("pipeline.auto-watermark-interval", "2 ms");
    Random random = new Random(seed);
    int[] read = new int[shards.size()];
    for (int left = shards.size() * EVENTS_A_SHARD; left > 0;) {
      int shard = random.nextInt(shards.size());
      int burst = Math.min(1 + random.nextInt(600), EVENTS_A_SHARD - read[shard]);
      if (burst > 0) {
        job.read(shard, json(shards.get(shard).subList(read[shard], read[shard] + burst)));
        read[shard] += burst;
        left -= burst;
      }
    }
    return job;
  }

  /** The first shard's events come in order, those of the others ever less so. */
  private static List<List<RandomEvents.Sent>> shards(long seed, int count) {
    List<List<RandomEvents.Sent>> shards = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      shards.add(shard(seed + shard, shard, shard * 60_000L));
    }
    return shards;
  }

  private static List<RandomEvents.Sent> shard(long seed, int shard, long maxDelayMs) {
    RandomEvents events = new RandomEvents(seed, 1000L * WINDOW_SECONDS);
    events.addSet(shard, EVENTS_A_SHARD, maxDelayMs);
    return events.arrived();
  }

  private static List<String> json(List<RandomEvents.Sent> events) {
    return events.stream().map(RandomEvents.Sent::json).collect(Collectors.toList());
  }
}
