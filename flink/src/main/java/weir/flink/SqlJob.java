package weir.flink;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A file of SQL, run as one job: its tables get their options from property groups, its INSERTs are one statement set. */
final class SqlJob {
  private static final Pattern CREATE_TABLE =
      Pattern.compile("^\\s*CREATE\\s+TABLE\\s+`?(\\w+)`?", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH = Pattern.compile("\\bWITH\\s*\\(", Pattern.CASE_INSENSITIVE);
  private static final Pattern INSERT = Pattern.compile("^\\s*INSERT\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENTS = Pattern.compile("(?:--[^\\n]*|/\\*.*?\\*/|\\s+)*", Pattern.DOTALL);

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
    try {
      return inserts.execute();
    } catch (ValidationException | TableException error) {
      throw new BadInputException(script.file() + ": " + reason(error), error);
    }
  }

  private void run(SqlScript script, StatementSet inserts) {
    for (String statement : script.statements()) {
      try {
        run(statement, inserts);
      } catch (BadInputException | SqlParserException | ValidationException | TableException error) {
        throw script.error(statement, reason(error), error);
      }
    }
  }

  private void run(String statement, StatementSet inserts) {
    Matcher comments = COMMENTS.matcher(statement);
    String code = comments.lookingAt() ? statement.substring(comments.end()) : statement;
    Matcher table = CREATE_TABLE.matcher(code);
    if (INSERT.matcher(code).find()) {
      inserts.addInsertSql(statement);
    } else {
      tables.executeSql(table.find() ? withOptions(statement, table.group(1)) : statement);
    }
  }

  /** The statement says the format, its property group where the table lies. */
  private String withOptions(String statement, String table) {
    Map<String, String> group = groups.group(table);
    if (group.isEmpty()) {
      throw new BadInputException(
          "table " + table + " has no connector: add the property group \"" + table + "\" to the application");
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

  /** What went wrong is said by the innermost cause. */
  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }
}
