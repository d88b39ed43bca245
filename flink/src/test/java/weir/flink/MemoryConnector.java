package weir.flink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.FactoryUtil.TableFactoryHelper;
import org.apache.flink.table.factories.SerializationFormatFactory;

/** Connector {@code memory}: jobs read what a test gives, and what they write comes back to it as it would be sent. */
public final class MemoryConnector implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  private static final ConfigOption<String> RUN = ConfigOptions.key("run").stringType().noDefaultValue();
  private static final ConfigOption<Integer> SHARDS = ConfigOptions.key("shards").intType().defaultValue(1);
  private static final Map<String, Turns> INPUTS = new ConcurrentHashMap<>();
  private static final Map<String, Collection<String>> OUTPUTS = new ConcurrentHashMap<>();

  /** Gives the tables of a run what they read. */
  static void give(String run, Turns input) {
    INPUTS.put(run, input);
  }

  static Turns input(String run) {
    return INPUTS.get(run);
  }

  /** The records that were written to a table of a run. */
  static Collection<String> output(String run, String table) {
    return OUTPUTS.computeIfAbsent(run + "/" + table, key -> new ConcurrentLinkedQueue<>());
  }

  @Override
  public String factoryIdentifier() {
    return "memory";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(RUN);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(SHARDS, FactoryUtil.FORMAT);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    return new MemorySource(helper.getOptions().get(RUN), helper.getOptions().get(SHARDS));
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    EncodingFormat<SerializationSchema<RowData>> format =
        helper.discoverEncodingFormat(SerializationFormatFactory.class, FactoryUtil.FORMAT);
    helper.validate();
    return new MemorySink(helper.getOptions().get(RUN), context.getObjectIdentifier().getObjectName(), format,
        context.getPhysicalRowDataType());
  }

  /** Forgets a run. */
  static void forget(String run, List<String> tables) {
    INPUTS.remove(run);
    tables.forEach(table -> OUTPUTS.remove(run + "/" + table));
  }
}
