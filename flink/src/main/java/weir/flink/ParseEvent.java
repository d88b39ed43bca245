package weir.flink;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.TableFunction;

/** SQL's {@code PARSE_EVENT(record)}: one row, the event that a record is; without a reason if a window can take it. */
@FunctionHint(
    input = @DataTypeHint(value = "STRING", bridgedTo = StringData.class),
    output = @DataTypeHint(
        value = "ROW<reason STRING, event_id STRING, user_id STRING, event_type STRING, `value` DOUBLE,"
            + " rowtime TIMESTAMP_LTZ(3)>",
        bridgedTo = RowData.class))
public final class ParseEvent extends TableFunction<RowData> {
  private static final long serialVersionUID = 1L;

  /** Emits the row of a record. */
  public void eval(StringData record) {
    Event event = Event.of(record == null ? new byte[0] : record.toBytes());
    collect(GenericRowData.of(
        StringData.fromString(event.problem),
        StringData.fromString(event.eventId),
        StringData.fromString(event.userId),
        StringData.fromString(event.eventType),
        event.value,
        event.timestampMs == null ? null : TimestampData.fromEpochMillis(event.timestampMs)));
  }
}
