package weir.flink;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** Keeps a table's records in the table's own format. */
final class MemorySink implements DynamicTableSink, SupportsPartitioning {
  private final String run;
  private final String table;
  private final EncodingFormat<SerializationSchema<RowData>> format;
  private final DataType type;

  MemorySink(String run, String table, EncodingFormat<SerializationSchema<RowData>> format, DataType type) {
    this.run = run;
    this.table = table;
    this.format = format;
    this.type = type;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return ChangelogMode.insertOnly();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    Keep keep = new Keep(run, table, format.createRuntimeEncoder(context, type));
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(ProviderContext provider, DataStream<RowData> rows) {
        return rows.map(keep).uid("keep-" + table).sinkTo(new DiscardingSink<>()).uid("discard-" + table);
      }
    };
  }

  @Override
  public void applyStaticPartition(Map<String, String> partition) {
    // Partitions are the connector's way to take a column as the key of its records, and change nothing in these.
  }

  @Override
  public DynamicTableSink copy() {
    return new MemorySink(run, table, format, type);
  }

  @Override
  public String asSummaryString() {
    return "memory";
  }

  private static final class Keep extends RichMapFunction<RowData, Boolean> {
    private static final long serialVersionUID = 1L;
    private final String run;
    private final String table;
    private final SerializationSchema<RowData> encoder;

    Keep(String run, String table, SerializationSchema<RowData> encoder) {
      this.run = run;
      this.table = table;
      this.encoder = encoder;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      encoder.open(RuntimeContextInitializationContextAdapters.serializationAdapter(getRuntimeContext()));
    }

    @Override
    public Boolean map(RowData row) {
      return MemoryConnector.output(run, table).add(new String(encoder.serialize(row), StandardCharsets.UTF_8));
    }
  }
}
