package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunnerTest {
  @TempDir
  private Path folder;

  @Test
  void saysWhatIsWrongInOneMessageAndExits() throws Exception {
    try (RunnerProcess runner = RunnerProcess.run(folder, new JobRun("bad/missing-group.sql"), Map.of())) {
      assertEquals(1, runner.exitCode());
      assertEquals("bad/missing-group.sql, line 3: table extra has no connector: add the property group \"extra\" to"
          + " the application\n", runner.errors());
    }
  }

  @Test
  void wantsTwoArgumentsOrNone() throws Exception {
    try (RunnerProcess runner = RunnerProcess.start(folder, "application_properties.json")) {
      assertEquals(1, runner.exitCode());
      assertEquals("weir.flink.Runner takes no argument, or <application_properties.json> <Flink's conf folder>\n",
          runner.errors());
    }
  }

  @Test
  void wantsAFileOfPropertyGroups() throws Exception {
    Path file = folder.resolve("application_properties.json");
    try (RunnerProcess runner = RunnerProcess.start(folder, file.toString(), folder.toString())) {
      assertEquals(1, runner.exitCode());
      assertEquals("there is no file " + file + " of property groups\n", runner.errors());
    }
    Files.writeString(file, "{\"job\":");
    try (RunnerProcess runner = RunnerProcess.start(folder, file.toString(), folder.toString())) {
      assertEquals(1, runner.exitCode());
      assertTrue(runner.errors().startsWith(file + " is no list of property groups: "), runner.errors());
      assertFalse(runner.errors().contains("\tat "), runner.errors());
    }
  }

  @Test
  void wantsTheConfigurationOfFlink() throws Exception {
    Path file = Files.writeString(folder.resolve("application_properties.json"), "[]");
    try (RunnerProcess runner = RunnerProcess.start(folder, file.toString(), folder.toString())) {
      assertEquals(1, runner.exitCode());
      assertTrue(runner.errors().contains("'" + folder.resolve("config.yaml") + "'"), runner.errors());
      assertFalse(runner.errors().contains("\tat "), runner.errors());
    }
  }

  @Test
  void endsWhenItsInputDoes() throws Exception {
    JobRun job = filesJob().property("events", "source.monitor-interval", "100 ms");
    try (RunnerProcess runner = RunnerProcess.run(folder, job, Map.of())) {
      assertTrue(runner.isAlive());
      runner.endInput();
      assertEquals(0, runner.exitCode());
      assertEquals("", runner.errors());
    }
  }

  @Test
  void endsWithTheErrorThatEndsTheJob() throws Exception {
    Path file = Files.writeString(folder.resolve("no-folder"), "");
    JobRun job = filesJob();
    for (String table : List.of("output", "rejects")) {
      job.without(table).property(table, "connector", "filesystem").property(table, "path", file + "/" + table);
    }
    try (RunnerProcess runner = RunnerProcess.run(folder, job, Map.of())) {
      assertEquals(1, runner.exitCode());
      assertTrue(runner.errors().contains(file.toString()), runner.errors());
    }
  }

  private JobRun filesJob() throws IOException {
    Path input = Files.createDirectory(folder.resolve("events"));
    Files.writeString(input.resolve("shard"), "no JSON\n");
    return new JobRun("event-aggregates.sql").property("parameters", "windowSeconds", "60").without("events")
        .property("events", "connector", "filesystem").property("events", "path", input.toString());
  }
}
