package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.flink.Events.event;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new version of a job goes on where a snapshot of the old one ends. */
@Timeout(240)
class SnapshotTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private Path folder;
  private String rest;

  @Test
  void keepsWindowsAndWatermarkThroughAnotherVersionOfTheJobAtAnotherParallelism() throws Exception {
    Files.createDirectory(folder.resolve("events"));
    give("first", event("a", "u", "t", "2026-01-02T10:00:30Z"), event("b", "u", "t", "2026-01-02T10:01:30Z"));
    String snapshot;
    try (RunnerProcess runner = RunnerProcess.run(folder, job("5"), options(1))) {
      await(runner, () -> !written("output").isEmpty());
      snapshot = stopWithSnapshot(runner);
    }
    writeAnotherVersion();
    give("second", event("c", "u", "t", "2026-01-02T10:00:59Z"), event("d", "u", "t", "2026-01-02T10:01:40Z"),
        event("e", "u", "t", "2026-01-02T10:03:00Z"));
    Map<String, String> options = options(2);
    options.put("execution.state-recovery.path", snapshot);
    try (RunnerProcess runner = RunnerProcess.run(folder, job("3"), options)) {
      await(runner, () -> written("output").size() == 2 && written("rejects").size() == 1);
      assertEquals(List.of("2026-01-02T10:00:00Z 1", "2026-01-02T10:01:00Z 2"), written("output").stream()
          .map(window -> window.get("window_start").asText() + " " + window.get("event_count")).sorted()
          .collect(Collectors.toList()));
      assertEquals("c", written("rejects").get(0).get("event_id").asText());
    }
  }

  private JobRun job(String disorderSeconds) {
    JobRun job = new JobRun("event-aggregates.sql").property("parameters", "windowSeconds", "60")
        .property("job", "max.disorder.seconds", disorderSeconds).property("job", "idle.seconds", "1");
    for (String table : List.of("events", "output", "rejects")) {
      job.without(table).property(table, "connector", "filesystem")
          .property(table, "path", folder.resolve(table).toString());
    }
    for (String table : List.of("output", "rejects")) {
      // A file is finished by the checkpoint after it was closed.
      job.property(table, "sink.rolling-policy.rollover-interval", "100 ms")
          .property(table, "sink.rolling-policy.check-interval", "100 ms");
    }
    return job.property("events", "source.monitor-interval", "100 ms");
  }

  private Map<String, String> options(int parallelism) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    rest = "http://127.0.0.1:" + port;
    return new HashMap<>(Map.of("rest.bind-port", String.valueOf(port), "rest.bind-address", "127.0.0.1",
        "parallelism.default", String.valueOf(parallelism), "execution.checkpointing.interval", "200 ms"));
  }

  private void give(String file, String... events) throws IOException {
    Path written = Files.writeString(folder.resolve(file), String.join("\n", events) + "\n");
    // The job must not find it half written.
    Files.move(written, folder.resolve("events").resolve(file));
  }

  /** The same SQL with another comment, and on other lines. */
  private void writeAnotherVersion() throws IOException {
    Path sql = Files.createDirectories(folder.resolve("classes/sql"));
    try (InputStream file = SnapshotTest.class.getResourceAsStream("/sql/event-aggregates.sql")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(sql.resolve("event-aggregates.sql"), "-- Another version.\n\n" + text);
    }
  }

  /** Where the snapshot is: the process that could have told ends with the job. */
  private String stopWithSnapshot(RunnerProcess runner) throws Exception {
    Path snapshots = folder.resolve("snapshots");
    String job = get(rest + "/jobs").at("/jobs/0/id").asText();
    String body = "{\"targetDirectory\":\"" + snapshots.toUri() + "\",\"drain\":false}";
    HttpRequest stop = HttpRequest.newBuilder(URI.create(rest + "/jobs/" + job + "/stop"))
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    assertEquals(202, HTTP.send(stop, HttpResponse.BodyHandlers.discarding()).statusCode());
    assertEquals(0, runner.exitCode());
    try (Stream<Path> all = Files.list(snapshots)) {
      return all.collect(Collectors.toList()).get(0).toUri().toString();
    }
  }

  private static JsonNode get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** The records of a table's files that are finished. */
  private List<JsonNode> written(String table) throws IOException {
    if (!Files.exists(folder.resolve(table))) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder.resolve(table))) {
      StringBuilder lines = new StringBuilder();
      for (Path path : paths.collect(Collectors.toList())) {
        lines.append(path.getFileName().toString().startsWith("part-") ? Files.readString(path) : "");
      }
      return JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines.toString()).readAll();
    }
  }

  private static void await(RunnerProcess runner, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      assertTrue(runner.isAlive(), runner.errors());
      Thread.sleep(50);
    }
  }
}
