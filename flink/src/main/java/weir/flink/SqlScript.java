package weir.flink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of SQL, as its statements. */
final class SqlScript {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
  /** What may hold a semicolon that ends nothing: strings, quoted names and comments; or the semicolon that does. */
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|`[^`]*`|--[^\\n]*|/\\*.*?\\*/|;", Pattern.DOTALL);
  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private final String file;
  private final List<String> statements = new ArrayList<>();

  private SqlScript(String file) {
    this.file = file;
  }

  /**
   * Reads a file of the jar's folder {@code sql}, and puts parameters in the places of their <code>${name}</code>.
   *
   * @throws BadInputException when there is no such file, or a parameter is missing
   */
  static SqlScript read(String file, Map<String, String> parameters) throws IOException {
    try (InputStream stream = SqlScript.class.getResourceAsStream("/sql/" + file)) {
      if (stream == null) {
        throw new BadInputException(
            "sql.file is \"" + file + "\"; expected a file of flink/sql/ that was built into the jar");
      }
      SqlScript script = new SqlScript(file);
      script.split(script.fill(new String(stream.readAllBytes(), StandardCharsets.UTF_8), parameters));
      return script;
    }
  }

  String file() {
    return file;
  }

  /** The statements; each begins on the line it has in the file, so that Flink's lines are the file's. */
  List<String> statements() {
    return statements;
  }

  /** The error of a statement, with the place. */
  BadInputException error(String statement, String message, Throwable cause) {
    return new BadInputException(file + ", line " + lineOf(statement) + ": " + message, cause);
  }

  private String fill(String text, Map<String, String> parameters) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(match -> {
      String value = parameters.get(match.group(1));
      if (value == null) {
        int line = lines(text.substring(0, match.start())) + 1;
        throw new BadInputException(file + ", line " + line + ": parameter " + match.group(1)
            + " is missing: add it to the property group \"parameters\" of the application");
      }
      return Matcher.quoteReplacement(value);
    });
  }

  private void split(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int start = 0;
    while (matcher.find()) {
      if (matcher.group().equals(";")) {
        add(text, start, matcher.start());
        start = matcher.end();
      }
    }
    add(text, start, text.length());
  }

  private void add(String text, int start, int end) {
    String statement = text.substring(start, end);
    if (!COMMENT.matcher(statement).replaceAll("").isBlank()) {
      statements.add("\n".repeat(lines(text.substring(0, start))) + statement);
    }
  }

  private static int lineOf(String statement) {
    Matcher comments = COMMENT.matcher(statement);
    // Spaces instead of comments keep what follows where it is.
    String code = comments.replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
    return lines(code.substring(0, code.length() - code.stripLeading().length())) + 1;
  }

  private static int lines(String text) {
    return (int) text.chars().filter(character -> character == '\n').count();
  }
}
