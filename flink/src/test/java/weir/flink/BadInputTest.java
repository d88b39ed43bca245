package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be run is refused before anything is started: with the file and line, or the property, and the fix. */
class BadInputTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "syntax.sql | line 4: Encountered '1' at line 5, column 16.",
      "unknown-column.sql | line 5: From line 6, column 29 to line 6, column 37: Column 'event_typ' not found in any"
          + " table",
      "unknown-function.sql | line 3: From line 3, column 36 to line 3, column 50: No match found for function"
          + " signature COUNTT(<CHARACTER>)",
      "unknown-table.sql | line 3: From line 3, column 43 to line 3, column 53: Object 'timed_event' not found",
      "missing-group.sql | line 3: table extra has no connector: add the property group 'extra' to the application",
      "no-with.sql | line 3: table output has no WITH ('format' = …): say how its rows are written",
      "updates.sql | line 7: Table sink 'default_catalog.default_database.output' doesn't support consuming update"
          + " changes which is produced by node GroupAggregate(groupBy=[user_id], select=[user_id, COUNT(*) AS"
          + " EXPR$1])"})
  void saysWhereTheSqlIsWrong(String file, String problem) {
    // The table's quotes stand for both kinds.
    assertEquals("bad/" + file + ", " + problem, messageOf(new JobRun("bad/" + file)).replace('"', '\''));
  }

  @Test
  void wantsAnInsert() {
    assertEquals("bad/nothing.sql has no INSERT: a job writes something", messageOf(new JobRun("bad/nothing.sql")));
  }

  @Test
  void wantsAFileThatThereIs() {
    assertEquals("sql.file is \"none.sql\"; expected a file of flink/sql/ that was built into the jar",
        messageOf(new JobRun("none.sql")));
  }

  @Test
  void wantsEveryParameter() {
    assertEquals("event-aggregates.sql, line 1: parameter windowSeconds is missing: add it to the property group"
        + " \"parameters\" of the application", messageOf(aggregates().without("parameters")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "x | line 16: From line 19, column 88 to line 19, column 96: Illegal interval literal format 'x' for INTERVAL"
          + " SECOND(6)",
      "0 | line 22: TumblingWindowAssigner parameters must satisfy size > 0"})
  void wantsParametersThatAreRightInTheirPlace(String windowSeconds, String problem) {
    assertEquals("event-aggregates.sql, " + problem,
        messageOf(aggregates().property("parameters", "windowSeconds", windowSeconds)));
  }

  @ParameterizedTest
  @CsvSource({"job, sql.file", "job, max.disorder.seconds", "job, idle.seconds", "job, state.ttl.hours"})
  void wantsTheJobsProperties(String group, String property) {
    assertEquals("property " + property + " is missing: add it to the property group \"" + group + "\" of the"
        + " application", messageOf(aggregates().property(group, property, null)));
  }

  @ParameterizedTest
  @CsvSource({"''", "-5", "1.5", "five", "12345678901"})
  void wantsNumbersOfSecondsAndHours(String value) {
    assertEquals("property idle.seconds of group \"job\" is \"" + value + "\"; expected a whole number of at most 9"
        + " digits", messageOf(aggregates().property("job", "idle.seconds", value)));
  }

  @ParameterizedTest
  @CsvSource({"events, prelude.sql, 4", "rejects, prelude.sql, 9", "output, event-aggregates.sql, 3"})
  void wantsAGroupForEachTable(String table, String file, int line) {
    assertEquals(file + ", line " + line + ": table " + table + " has no connector: add the property group \"" + table
        + "\" to the application", messageOf(aggregates().without(table)));
  }

  @ParameterizedTest
  @CsvSource({"events, prelude.sql, 4", "output, event-aggregates.sql, 3"})
  void wantsTheStreamOfEachTable(String table, String file, int line) {
    assertEquals(file + ", line " + line + ": property stream.arn is missing: add it to the property group \"" + table
        + "\" of the application", messageOf(aggregates().property(table, "connector", "kinesis")));
  }

  @ParameterizedTest
  @CsvSource({"events, prelude.sql", "output, event-aggregates.sql"})
  void wantsAConnectorThatThereIs(String table, String file) {
    String message = messageOf(aggregates().property(table, "connector", "kinesiss"));
    assertTrue(message.startsWith(file + ", line "), message);
    assertTrue(message.contains("Could not find any factory for identifier 'kinesiss'"), message);
    assertTrue(message.contains("Available factory identifiers are:"), message);
  }

  @Test
  void wantsNoOptionThatAConnectorDoesNotKnow() {
    String message = messageOf(aggregates().property("output", "runn", "x"));
    assertTrue(message.startsWith("event-aggregates.sql, line 22: Unsupported options found for 'memory'."), message);
    assertTrue(message.contains("runn"), message);
  }

  private static JobRun aggregates() {
    return new JobRun("event-aggregates.sql").property("parameters", "windowSeconds", "60");
  }

  private static String messageOf(JobRun job) {
    return assertThrows(BadInputException.class, job::run).getMessage();
  }
}
