package weir.flink;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the connector of this build calls its options: property groups have the names of the one that Managed Flink
 * runs, which is newer.
 */
final class ConnectorOptions {
  private ConnectorOptions() {}

  /** A table's options, from its property group. */
  static Map<String, String> of(Map<String, String> group) {
    Map<String, String> options = new LinkedHashMap<>();
    group.forEach((name, value) -> {
      switch (name) {
        case "stream.arn":
          options.put("stream", value.substring(value.indexOf('/') + 1));
          break;
        case "source.init.position":
          options.put("scan.stream.initpos", value);
          break;
        default:
          options.put(name, value);
      }
    });
    return options;
  }

  /** The column that tells the shards of the input apart; of files, each is one. */
  static String shardColumn(Map<String, String> group) {
    boolean isStream = "kinesis".equals(group.get("connector"));
    return "STRING METADATA FROM '" + (isStream ? "shard-id" : "file.path") + "'";
  }
}
