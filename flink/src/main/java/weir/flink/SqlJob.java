package weir.flink;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A file of SQL, run as one job: its tables get their options from property groups, its INSERTs are one set. */
final class SqlJob {
  private static final Pattern CREATE_TABLE =
      Pattern.compile("^\\s*CREATE\\s+TABLE\\s+`?(\\w+)`?", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH = Pattern.compile("\\bWITH\\s*\\(", Pattern.CASE_INSENSITIVE);
  private static final Pattern INSERT = Pattern.compile("^\\s*INSERT\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENTS = Pattern.compile("(?:--[^\\n]*|/\\*.*?\\*/|\\s+)*", Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");
  /** The parser's list of all that could have stood in the place: dozens of lines. */
  private static final Pattern EXPECTATIONS = Pattern.compile("\\s*Was expecting one of:.*", Pattern.DOTALL);

  private final StreamTableEnvironment tables;
  private final PropertyGroups groups;

  SqlJob(StreamTableEnvironment tables, PropertyGroups groups) {
    this.tables = tables;
    this.groups = groups;
  }

  /**
   * Starts the job.
   *
   * @throws BadInputException when the SQL or a property is wrong
   */
  TableResult start() throws IOException {
    tables.createTemporarySystemFunction("PARSE_EVENT", ParseEvent.class);
    StatementSet inserts = tables.createStatementSet();
    Map<String, String> shard = Map.of("shard", ConnectorOptions.shardColumn(groups.group("events")));
    run(SqlScript.read("prelude.sql", shard), inserts);
    EventTime.addTo(tables, groups);
    SqlScript script = SqlScript.read(groups.required("job", "sql.file"), groups.group("parameters"));
    run(script, inserts);
    if (script.statements().stream().noneMatch(SqlJob::isInsert)) {
      throw new BadInputException(script.file() + " has no INSERT: a job writes something");
    }
    try {
      return inserts.execute();
    } catch (RuntimeException error) {
      explainEach(script);
      throw new BadInputException(script.file() + ": " + reason(error), error);
    }
  }

  private void run(SqlScript script, StatementSet inserts) {
    for (String statement : script.statements()) {
      try {
        run(statement, inserts);
      } catch (RuntimeException error) {
        // Flink's own, or what it plans with: a bad interval is a bare RuntimeException.
        throw script.error(statement, reason(error), error);
      }
    }
  }

  /** Finds the INSERT that can't be planned: all at once, they don't tell which one of them it is. */
  private void explainEach(SqlScript script) {
    for (String statement : script.statements()) {
      try {
        if (isInsert(statement)) {
          tables.explainSql(statement);
        }
      } catch (RuntimeException error) {
        throw script.error(statement, reason(error), error);
      }
    }
  }

  private void run(String statement, StatementSet inserts) {
    Matcher table = CREATE_TABLE.matcher(codeOf(statement));
    if (isInsert(statement)) {
      inserts.addInsertSql(statement);
    } else {
      tables.executeSql(table.find() ? withOptions(statement, table.group(1)) : statement);
    }
  }

  private static boolean isInsert(String statement) {
    return INSERT.matcher(codeOf(statement)).find();
  }

  private static String codeOf(String statement) {
    Matcher comments = COMMENTS.matcher(statement);
    return comments.lookingAt() ? statement.substring(comments.end()) : statement;
  }

  /** The statement says the format, its property group where the table lies. */
  private String withOptions(String statement, String table) {
    Map<String, String> group = groups.group(table);
    if (group.isEmpty()) {
      throw new BadInputException(
          "table " + table + " has no connector: add the property group \"" + table + "\" to the application");
    }
    if ("kinesis".equals(group.get("connector"))) {
      // The connector says of a missing stream only that a value is null.
      groups.required(table, "stream.arn");
    }
    Matcher with = WITH.matcher(statement);
    if (!with.find()) {
      throw new BadInputException("table " + table + " has no WITH ('format' = …): say how its rows are written");
    }
    String options = ConnectorOptions.of(group).entrySet().stream()
        .map(option -> quoted(option.getKey()) + " = " + quoted(option.getValue()) + ", ")
        .collect(Collectors.joining());
    return statement.substring(0, with.end()) + options + statement.substring(with.end());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** The innermost cause that tells a place in the SQL; else the innermost that says anything. */
  private static String reason(Throwable error) {
    String reason = error.toString();
    boolean hasPlace = false;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && (!hasPlace || PLACE.matcher(message).find())) {
        hasPlace = PLACE.matcher(message).find();
        reason = EXPECTATIONS.matcher(message).replaceFirst("");
      }
    }
    return reason;
  }
}
