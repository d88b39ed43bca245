package weir.flink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.RowData;

/**
 * The watermark of one subtask: that of its slowest shard. A shard without events, or with none that tell a time, does
 * not hold back the others, and a subtask whose shards all are without is idle.
 *
 * <p>An event ahead of the clock moves it no further than the clock, else one wrong clock would make the events of all
 * others late; and one far ahead is a mistake, which tells no time at all: a backlog that it stands in is behind the
 * clock.
 */
final class ShardWatermarks implements WatermarkGenerator<RowData> {
  /** The timestamp of a row that has no time. */
  static final long NO_TIME = Long.MIN_VALUE;
  /** A new watermark each second of events is enough to close windows in time, and costs nothing an event. */
  private static final long STEP_MS = 1000;
  /** The shards of a subtask come one after the other: when none has for so long, none is overlooked in a backlog. */
  private static final long START_MS = 2000;
  /** More than any time zone is ahead of UTC: local times sent as UTC still make windows, if late ones. */
  private static final long MAX_AHEAD_MS = Duration.ofDays(1).toMillis();

  private final int shardColumn;
  private final long maxDisorderMs;
  private final long idleTicks;
  private final long startTicks;
  private final LongSupplier clockMs;
  private final Map<String, Shard> shards = new HashMap<>();
  private long tick;
  private long newShardTick;
  private long newestMs = NO_TIME;
  private long watermarkMs = NO_TIME;

  ShardWatermarks(int shardColumn, long maxDisorderMs, long idleMs, long tickMs, LongSupplier clockMs) {
    this.shardColumn = shardColumn;
    this.maxDisorderMs = maxDisorderMs;
    this.idleTicks = Math.max(1, idleMs / tickMs);
    this.startTicks = Math.min(START_MS, idleMs) / tickMs;
    this.clockMs = clockMs;
  }

  @Override
  public void onEvent(RowData event, long timestampMs, WatermarkOutput output) {
    long nowMs = clockMs.getAsLong();
    if (timestampMs == NO_TIME || timestampMs > nowMs + MAX_AHEAD_MS) {
      return;
    }
    String id = event.isNullAt(shardColumn) ? "" : event.getString(shardColumn).toString();
    Shard shard = shards.computeIfAbsent(id, key -> newShard(output));
    shard.lastTick = tick;
    long seenMs = Math.min(timestampMs, nowMs);
    newestMs = Math.max(newestMs, seenMs);
    if (seenMs > shard.latestMs) {
      shard.latestMs = seenMs;
      if (seenMs - maxDisorderMs > watermarkMs + STEP_MS) {
        emit(output);
      }
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // Counting ticks instead of time: while a subtask waits for its readers there is none, and no shard seems idle.
    tick++;
    shards.values().removeIf(shard -> tick - shard.lastTick > idleTicks);
    emit(output);
    if (shards.isEmpty() && tick > idleTicks) {
      output.markIdle();
    }
  }

  private void emit(WatermarkOutput output) {
    // Shards that have fallen silent, all at once perhaps, hold back nothing any more.
    long latestMs = newestMs;
    for (Shard shard : shards.values()) {
      latestMs = Math.min(latestMs, shard.latestMs);
    }
    // A watermark promises that no event with that very time is to come.
    long next = latestMs - maxDisorderMs - 1;
    boolean hasStarted = watermarkMs != NO_TIME || tick - newShardTick >= startTicks;
    if (hasStarted && latestMs != NO_TIME && next > watermarkMs) {
      watermarkMs = next;
      output.emitWatermark(new Watermark(next));
    }
  }

  private Shard newShard(WatermarkOutput output) {
    newShardTick = tick;
    // It may be a while until its watermark says so.
    output.markActive();
    return new Shard();
  }

  private static final class Shard {
    private long latestMs = NO_TIME;
    private long lastTick;
  }
}
