package weir.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A job of {@code flink/sql/}, run as the runner does over records that a test gives. Unless a test says otherwise no
 * shard falls idle, and watermarks depend on the records alone.
 */
final class JobRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String run = UUID.randomUUID().toString();
  private final Turns input = new Turns();
  private final Configuration configuration = new Configuration();
  private final Map<String, Map<String, String>> groups = new TreeMap<>();
  private int shards = 1;

  JobRun(String sqlFile) {
    property("job", "sql.file", sqlFile);
    property("job", "max.disorder.seconds", "5");
    property("job", "idle.seconds", "10");
    property("job", "state.ttl.hours", "24");
    for (String table : List.of("events", "output", "rejects")) {
      property(table, "connector", "memory");
      property(table, "run", run);
    }
    // Longer than any test: shards fall idle and silence passes by the clock's ticks.
    option("pipeline.auto-watermark-interval", "1 h");
  }

  /** Sets a property; null takes it away. */
  JobRun property(String group, String name, String value) {
    Map<String, String> properties = groups.computeIfAbsent(group, id -> new TreeMap<>());
    if (value == null) {
      properties.remove(name);
    } else {
      properties.put(name, value);
    }
    return this;
  }

  JobRun without(String group) {
    groups.remove(group);
    return this;
  }

  /** Sets an option of Flink's. */
  JobRun option(String name, String value) {
    configuration.setString(name, value);
    return this;
  }

  /** Gives records to the one shard. */
  JobRun read(String... records) {
    return read(0, Arrays.asList(records));
  }

  /** Gives records to a shard, read after all that were given before. */
  JobRun read(int shard, List<String> records) {
    shards = Math.max(shards, shard + 1);
    property("events", "shards", String.valueOf(shards));
    input.add(shard, records);
    return this;
  }

  /** Runs the job until it has read everything. */
  Result run() throws Exception {
    Path file = Files.createTempFile("application_properties", ".json");
    MemoryConnector.give(run, input);
    try {
      write(file);
      Runner.run(PropertyGroups.ofFile(file.toString()), configuration);
      return new Result(records("output"), records("rejects"));
    } finally {
      Files.delete(file);
      MemoryConnector.forget(run, List.of("output", "rejects"));
    }
  }

  /** Writes the property groups as AWS does. */
  void write(Path file) throws IOException {
    List<Map<String, Object>> list = new ArrayList<>();
    groups.forEach((id, properties) -> list.add(Map.of("PropertyGroupId", id, "PropertyMap", properties)));
    JSON.writeValue(file.toFile(), list);
  }

  private List<JsonNode> records(String table) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String record : MemoryConnector.output(run, table)) {
      records.add(JSON.readTree(record));
    }
    return records;
  }

  /** What a job wrote. */
  static final class Result {
    final List<JsonNode> output;
    final List<JsonNode> rejects;

    private Result(List<JsonNode> output, List<JsonNode> rejects) {
      this.output = output;
      this.rejects = rejects;
    }

    /** Some fields of each record of the output, in order. */
    List<String> output(String... fields) {
      return texts(output, fields);
    }

    /** Some fields of each reject, in order. */
    List<String> rejects(String... fields) {
      return texts(rejects, fields);
    }

    private static List<String> texts(List<JsonNode> records, String... fields) {
      return records.stream().map(record -> text(record, fields)).sorted().collect(Collectors.toList());
    }

    private static String text(JsonNode record, String... fields) {
      return Arrays.stream(fields).map(field -> record.get(field).asText()).collect(Collectors.joining(" "));
    }
  }
}
