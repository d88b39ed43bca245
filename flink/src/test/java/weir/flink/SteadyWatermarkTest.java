package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteadyWatermarkTest {
  private static final long DISORDER_MS = 5000;
  private static final long NOW_MS = 1_767_348_000_000L;

  private final List<OneInputStreamOperatorTestHarness<RowData, RowData>> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (OneInputStreamOperatorTestHarness<RowData, RowData> operator : opened) {
      operator.close();
    }
  }

  @Test
  void isNeverIdleToTheNextOperator() throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermark(NOW_MS - 60_000);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    operator.processElement(row("a"));
    operator.processWatermarkStatus(WatermarkStatus.ACTIVE);
    operator.processElement(row("b"));
    assertEquals(List.of(NOW_MS - 60_000, "a", "b"), outputOf(operator));
  }

  @Test
  void goesByTheClockThroughSilence() throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermark(NOW_MS - 60_000);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    operator.setProcessingTime(NOW_MS + 999);
    operator.setProcessingTime(NOW_MS + 1000);
    operator.setProcessingTime(NOW_MS + 2000);
    assertEquals(List.of(NOW_MS - 59_000, NOW_MS - 58_000), after(NOW_MS - 60_000, operator));
    operator.processWatermarkStatus(WatermarkStatus.ACTIVE);
    operator.setProcessingTime(NOW_MS + 9000);
    assertEquals(List.of(), after(NOW_MS - 58_000, operator));
  }

  @Test
  void comesNoNearerToTheClockThanTheDisorder() throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermark(NOW_MS - DISORDER_MS - 1);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    for (int second = 1; second <= 100; second++) {
      operator.setProcessingTime(NOW_MS + 1000 * second);
      assertEquals(NOW_MS + 1000 * second - DISORDER_MS - 1, last(operator));
    }
  }

  @Test
  void isNoFasterForFallingSilentAgainAndAgain() throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermark(NOW_MS - 3_600_000);
    for (int blip = 0; blip < 50; blip++) {
      operator.processWatermarkStatus(WatermarkStatus.IDLE);
      operator.processWatermarkStatus(WatermarkStatus.ACTIVE);
    }
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    for (int second = 1; second <= 10; second++) {
      operator.setProcessingTime(NOW_MS + 1000 * second);
    }
    assertEquals(NOW_MS - 3_590_000, last(operator));
    // A timer a blip would be a leak.
    assertEquals(1, operator.getProcessingTimeService().getNumActiveTimers());
  }

  @Test
  void countsOnlyTheTimeOfSilence() throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermark(NOW_MS - 3_600_000);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    operator.processWatermarkStatus(WatermarkStatus.ACTIVE);
    operator.setProcessingTime(NOW_MS + 60_000);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    operator.setProcessingTime(NOW_MS + 61_000);
    assertEquals(NOW_MS - 3_599_000, last(operator));
  }

  @Test
  void hasNoTimeBeforeTheFirstEvent() throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    operator.setProcessingTime(NOW_MS + 60_000);
    assertEquals(List.of(), outputOf(operator));
  }

  @Test
  void tellsTheRestoredWatermarkBeforeTheFirstRow() throws Exception {
    OperatorSubtaskState state = stateAt(NOW_MS - 60_000);
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(state);
    operator.processElement(row("a"));
    operator.processWatermark(NOW_MS - 90_000);
    operator.processWatermark(NOW_MS - 30_000);
    assertEquals(List.of(NOW_MS - 60_000, "a", NOW_MS - 30_000), outputOf(operator));
  }

  @Test
  void goesOnFromTheRestoredWatermarkThroughSilence() throws Exception {
    OperatorSubtaskState state = stateAt(NOW_MS - 60_000);
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(state);
    operator.processWatermarkStatus(WatermarkStatus.IDLE);
    operator.setProcessingTime(NOW_MS + 1000);
    assertEquals(List.of(NOW_MS - 59_000), outputOf(operator));
  }

  @Test
  void restoresTheLeastOfAllSubtasksAtAnyParallelism() throws Exception {
    OperatorSubtaskState both =
        AbstractStreamOperatorTestHarness.repackageState(stateAt(NOW_MS - 60_000), stateAt(NOW_MS - 90_000));
    for (int subtask = 0; subtask < 4; subtask++) {
      OperatorSubtaskState state = AbstractStreamOperatorTestHarness.repartitionOperatorState(both, 10, 2, 4, subtask);
      OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(
          new OneInputStreamOperatorTestHarness<>(new SteadyWatermark(DISORDER_MS), 10, 4, subtask), state);
      operator.processElement(row("a"));
      assertEquals(List.of(NOW_MS - 90_000, "a"), outputOf(operator));
    }
  }

  private OneInputStreamOperatorTestHarness<RowData, RowData> open(OperatorSubtaskState state) throws Exception {
    return open(new OneInputStreamOperatorTestHarness<>(new SteadyWatermark(DISORDER_MS)), state);
  }

  private OneInputStreamOperatorTestHarness<RowData, RowData> open(
      OneInputStreamOperatorTestHarness<RowData, RowData> operator, OperatorSubtaskState state) throws Exception {
    opened.add(operator);
    operator.setProcessingTime(NOW_MS);
    if (state != null) {
      operator.initializeState(state);
    }
    operator.open();
    return operator;
  }

  private OperatorSubtaskState stateAt(long watermarkMs) throws Exception {
    OneInputStreamOperatorTestHarness<RowData, RowData> operator = open(null);
    operator.processWatermark(watermarkMs);
    return operator.snapshot(1, 1);
  }

  private static StreamRecord<RowData> row(String text) {
    return new StreamRecord<>(GenericRowData.of(text), 0);
  }

  /** Rows as their text, watermarks as their time, and whatever else as it is. */
  private static List<Object> outputOf(OneInputStreamOperatorTestHarness<RowData, RowData> operator) {
    List<Object> output = new ArrayList<>();
    for (Object element : operator.getOutput()) {
      if (element instanceof Watermark) {
        output.add(((Watermark) element).getTimestamp());
      } else if (element instanceof StreamRecord) {
        output.add(((GenericRowData) ((StreamRecord<?>) element).getValue()).getField(0));
      } else {
        output.add(element);
      }
    }
    return output;
  }

  private static List<Object> after(Object element, OneInputStreamOperatorTestHarness<RowData, RowData> operator) {
    List<Object> output = outputOf(operator);
    return output.subList(output.indexOf(element) + 1, output.size());
  }

  private static Object last(OneInputStreamOperatorTestHarness<RowData, RowData> operator) {
    List<Object> output = outputOf(operator);
    return output.get(output.size() - 1);
  }
}
