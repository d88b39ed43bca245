package weir.flink;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.table.data.RowData;

/**
 * Hands rows on with a watermark that every operator behind it shares, so that what {@code CURRENT_WATERMARK} says of a
 * row here is what its window operator will find: no subtask of this operator is ever idle to the next one, and the
 * watermark survives a restart.
 *
 * <p>While the whole stream is silent, the watermark goes on by the clock: the last windows close without waiting for
 * the next event, which may come tomorrow.
 */
final class SteadyWatermark extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;
  private static final long TICK_MS = 1000;

  private final long maxDisorderMs;
  private transient ListState<Long> state;
  private transient long watermarkMs;
  private transient boolean restored;
  private transient boolean silent;
  private transient boolean ticking;
  private transient long lastTickMs;

  SteadyWatermark(long maxDisorderMs) {
    this.maxDisorderMs = maxDisorderMs;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore()
        .getUnionListState(new ListStateDescriptor<>("watermark", LongSerializer.INSTANCE));
    watermarkMs = Long.MAX_VALUE;
    // The least of all subtasks is what the window operators had.
    for (Long ofSubtask : state.get()) {
      watermarkMs = Math.min(watermarkMs, ofSubtask);
    }
    restored = watermarkMs != Long.MAX_VALUE;
    watermarkMs = restored ? watermarkMs : Long.MIN_VALUE;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.clear();
    state.add(watermarkMs);
  }

  @Override
  public void processElement(StreamRecord<RowData> element) {
    if (restored) {
      // Operators can emit nothing before the first element, and those behind need it before that.
      restored = false;
      output.emitWatermark(new Watermark(watermarkMs));
    }
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > watermarkMs) {
      watermarkMs = mark.getTimestamp();
      restored = false;
      super.processWatermark(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    boolean fellSilent = status.isIdle() && !silent;
    silent = status.isIdle();
    if (fellSilent) {
      lastTickMs = getProcessingTimeService().getCurrentProcessingTime();
      tick();
    }
  }

  private void tick() {
    if (ticking) {
      return;
    }
    ticking = true;
    getProcessingTimeService().registerTimer(lastTickMs + TICK_MS, nowMs -> {
      ticking = false;
      if (silent) {
        advance(nowMs - lastTickMs, nowMs);
        lastTickMs = nowMs;
        tick();
      }
    });
  }

  private void advance(long elapsedMs, long nowMs) throws Exception {
    // Not beyond what an event that arrives now may still have as its time.
    long next = Math.min(watermarkMs + elapsedMs, nowMs - maxDisorderMs);
    if (watermarkMs != Long.MIN_VALUE) {
      processWatermark(new Watermark(next));
    }
  }
}
