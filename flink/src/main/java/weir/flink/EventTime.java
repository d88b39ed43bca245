package weir.flink;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

/**
 * Makes view {@code timed_events} of view {@code parsed_events}: the same rows, with {@code rowtime} as the time that
 * windows go by.
 *
 * <p>SQL's own watermarks are not enough where every event must be counted once. They are one for all shards of a
 * subtask, so that a shard read ahead makes the others' events late; and once an idle subtask has been left behind, its
 * next events are late for the window operator, which drops them without a word, and not yet for
 * {@code CURRENT_WATERMARK}, which could have told.
 */
final class EventTime {
  private static final String ROWTIME = "rowtime";

  private EventTime() {}

  static void addTo(StreamTableEnvironment tables, PropertyGroups groups) {
    long maxDisorderMs = 1000 * groups.requiredLong("job", "max.disorder.seconds");
    long idleMs = 1000 * groups.requiredLong("job", "idle.seconds");
    Table parsed = tables.from("parsed_events");
    List<String> columns = parsed.getResolvedSchema().getColumnNames();
    int rowtime = columns.indexOf(ROWTIME);
    int shard = columns.indexOf("shard");
    // As Flink keeps rows itself: they pass without being converted.
    DataType type = parsed.getResolvedSchema().toPhysicalRowDataType().notNull().bridgedTo(RowData.class);
    DataStream<RowData> rows = tables.toDataStream(parsed, type);
    long tickMs = rows.getExecutionConfig().getAutoWatermarkInterval();
    WatermarkStrategy<RowData> strategy = WatermarkStrategy
        .<RowData>forGenerator(
            context -> new ShardWatermarks(shard, maxDisorderMs, idleMs, tickMs, System::currentTimeMillis))
        .withTimestampAssigner((row, before) -> timestampMs(row, rowtime));
    DataStream<RowData> timed = rows
        .assignTimestampsAndWatermarks(strategy).uid("shard-watermarks").name("shard watermarks")
        .rebalance()
        .transform("steady watermark", rows.getType(), new SteadyWatermark(maxDisorderMs)).uid("steady-watermark");
    tables.createTemporaryView("timed_events", timed, schema(parsed));
  }

  private static Schema schema(Table parsed) {
    Schema.Builder schema = Schema.newBuilder();
    parsed.getResolvedSchema().getColumns().forEach(column ->
        schema.column(column.getName(),
            column.getName().equals(ROWTIME) ? DataTypes.TIMESTAMP_LTZ(3) : column.getDataType()));
    return schema.watermark(ROWTIME, "SOURCE_WATERMARK()").build();
  }

  private static long timestampMs(RowData row, int rowtime) {
    TimestampData timestamp = row.isNullAt(rowtime) ? null : row.getTimestamp(rowtime, 3);
    return timestamp == null ? ShardWatermarks.NO_TIME : timestamp.getMillisecond();
  }
}
