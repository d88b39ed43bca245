package weir.flink;

import java.util.Map;

/** What the connector of this build calls its options: property groups have this very connector's names. */
final class ConnectorOptions {
  private ConnectorOptions() {}

  /** A table's options, from its property group. */
  static Map<String, String> of(Map<String, String> group) {
    return group;
  }

  /** The column that tells the shards of the input apart: this connector tells none, and gives a subtask one each. */
  static String shardColumn(Map<String, String> group) {
    return "AS CAST(NULL AS STRING)";
  }
}
