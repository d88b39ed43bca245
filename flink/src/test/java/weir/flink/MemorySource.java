package weir.flink;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A table of records and their shards, as a connector of streams or files has it. */
final class MemorySource implements ScanTableSource, SupportsReadingMetadata {
  private final String run;
  private final int shards;
  private DataType type;

  MemorySource(String run, int shards) {
    this.run = run;
    this.shards = shards;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    return Map.of("file.path", DataTypes.STRING());
  }

  @Override
  public void applyReadableMetadata(List<String> keys, DataType producedType) {
    type = producedType;
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    TypeInformation<RowData> rows = context.createTypeInformation(type);
    return new DataStreamScanProvider() {
      @Override
      public DataStream<RowData> produceDataStream(ProviderContext provider, StreamExecutionEnvironment environment) {
        return environment.fromParallelCollection(new TurnsIterator(run, shards), rows).uid("memory-source");
      }

      @Override
      public boolean isBounded() {
        // A stream never is.
        return false;
      }
    };
  }

  @Override
  public DynamicTableSource copy() {
    MemorySource copy = new MemorySource(run, shards);
    copy.type = type;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "memory";
  }
}
