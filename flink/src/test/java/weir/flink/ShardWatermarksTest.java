package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;

class ShardWatermarksTest {
  private static final long DISORDER_MS = 5000;
  private static final long IDLE_MS = 10_000;
  private static final long TICK_MS = 200;
  private static final long NOW_MS = 1_767_348_000_000L;

  private final Output output = new Output();
  private final ShardWatermarks watermarks = new ShardWatermarks(0, DISORDER_MS, IDLE_MS, TICK_MS, () -> NOW_MS);

  @Test
  void isThatOfTheSlowestShard() {
    begin("a");
    event("a", NOW_MS - 60_000);
    assertEquals(NOW_MS - 60_000 - DISORDER_MS - 1, output.watermarkMs);
    event("b", NOW_MS - 80_000);
    event("a", NOW_MS - 10_000);
    event("b", NOW_MS - 50_000);
    assertEquals(NOW_MS - 50_000 - DISORDER_MS - 1, output.watermarkMs);
    event("c", NOW_MS - 5_000);
    event("b", NOW_MS - 5_000);
    assertEquals(NOW_MS - 10_000 - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void isNoneBeforeEachShardHasHadTheTimeToCome() {
    tick(20);
    event("a", NOW_MS);
    tick(9);
    event("b", NOW_MS - 30_000);
    tick(9);
    assertEquals(ShardWatermarks.NO_TIME, output.watermarkMs);
    event("c", NOW_MS - 60_000);
    tick(9);
    assertEquals(ShardWatermarks.NO_TIME, output.watermarkMs);
    tick(1);
    assertEquals(NOW_MS - 60_000 - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void neverGoesBack() {
    begin("a");
    event("a", NOW_MS);
    event("new", NOW_MS - 60_000);
    tick(1);
    event("a", NOW_MS - 60_000);
    assertEquals(NOW_MS - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void forgetsAShardWithoutEventsAndMindsItAgain() {
    event("fast", NOW_MS - 40_000);
    event("slow", NOW_MS - 60_000);
    tick(30);
    event("fast", NOW_MS - 40_000);
    tick(20);
    assertEquals(NOW_MS - 60_000 - DISORDER_MS - 1, output.watermarkMs);
    tick(1);
    assertEquals(NOW_MS - 40_000 - DISORDER_MS - 1, output.watermarkMs);
    event("slow", NOW_MS - 30_000);
    event("fast", NOW_MS);
    assertEquals(NOW_MS - 30_000 - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void isIdleWhileNoShardHasEvents() {
    tick(50);
    assertFalse(output.idle);
    tick(1);
    assertTrue(output.idle);
    event("a", NOW_MS);
    assertFalse(output.idle);
    tick(50);
    assertFalse(output.idle);
    tick(1);
    assertTrue(output.idle);
  }

  @Test
  void isThatOfTheFastestShardOnceAllHaveFallenSilentTogether() {
    begin("ended");
    event("ended", NOW_MS - 60_000);
    event("fast", NOW_MS - 40_000);
    tick(50);
    assertEquals(NOW_MS - 60_000 - DISORDER_MS - 1, output.watermarkMs);
    tick(1);
    assertEquals(NOW_MS - 40_000 - DISORDER_MS - 1, output.watermarkMs);
    assertTrue(output.idle);
  }

  @Test
  void isNotHeldBackByAShardWhoseEventsTellNoTime() {
    begin("a");
    event("garbage", ShardWatermarks.NO_TIME);
    event("a", NOW_MS);
    assertEquals(NOW_MS - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void goesNoFurtherThanTheClock() {
    begin("a");
    event("a", NOW_MS + Duration.ofHours(9).toMillis());
    assertEquals(NOW_MS - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void doesNotGoByAnEventFarAheadOfTheClock() {
    begin("a");
    event("a", NOW_MS - 60_000);
    event("a", NOW_MS + Duration.ofDays(1).toMillis() + 1);
    tick(1);
    assertEquals(NOW_MS - 60_000 - DISORDER_MS - 1, output.watermarkMs);
  }

  @Test
  void goesOnASecondAtATimeBetweenTicks() {
    begin("a");
    event("a", NOW_MS - 10_000);
    event("a", NOW_MS - 9_001);
    assertEquals(NOW_MS - 10_000 - DISORDER_MS - 1, output.watermarkMs);
    event("a", NOW_MS - 9_000);
    assertEquals(NOW_MS - 9_000 - DISORDER_MS - 1, output.watermarkMs);
    event("a", NOW_MS - 8_999);
    tick(1);
    assertEquals(NOW_MS - 8_999 - DISORDER_MS - 1, output.watermarkMs);
  }

  /** A shard's first event, long ago, and the time after which watermarks begin. */
  private void begin(String shard) {
    event(shard, NOW_MS - Duration.ofDays(1).toMillis());
    tick(10);
  }

  private void event(String shard, long timestampMs) {
    watermarks.onEvent(GenericRowData.of(StringData.fromString(shard)), timestampMs, output);
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      watermarks.onPeriodicEmit(output);
    }
  }

  /** What Flink would have seen last. */
  private static final class Output implements WatermarkOutput {
    private long watermarkMs = ShardWatermarks.NO_TIME;
    private boolean idle;

    @Override
    public void emitWatermark(Watermark watermark) {
      assertTrue(watermark.getTimestamp() > watermarkMs);
      watermarkMs = watermark.getTimestamp();
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }
}
