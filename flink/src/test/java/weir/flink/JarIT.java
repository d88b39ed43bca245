package weir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jar that was built: what Managed Flink, and nobody else, is to bring is not in it. */
class JarIT {
  private static final int JAVA_11_CLASS_FILE = 55;

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(System.getProperty("jar"));
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void hasNoLoggingAndNoFlinkOfItsOwn() {
    assertEquals(List.of(), names(
        "org/slf4j/.*|org/apache/(logging/)?log4j/.*|ch/qos/logback/.*|javax/annotation/.*"
            + "|org/apache/flink/(runtime|table/planner|table/runtime|client)/.*|.*async.?profiler.*"));
  }

  @Test
  void hasTheRunnerTheJobsAndTheConnector() throws IOException {
    assertEquals("weir.flink.Runner", jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
    assertTrue(names("sql/.*\\.sql").containsAll(
        List.of("sql/prelude.sql", "sql/event-aggregates.sql", "sql/user-sessions.sql")));
    assertEquals(List.of("META-INF/services/org.apache.flink.table.factories.Factory"),
        names("META-INF/services/org\\.apache\\.flink\\.table\\.factories\\.Factory"));
  }

  @Test
  void hasNothingOfTheTests() {
    assertEquals(List.of(), names("weir/flink/Memory.*|sql/bad/.*|.*\\.ndjson|org/junit/.*"));
  }

  @Test
  void runsOnJava11() throws IOException {
    for (JarEntry entry : jar.stream().collect(Collectors.toList())) {
      if (entry.getName().startsWith("weir/flink/") && entry.getName().endsWith(".class")) {
        try (DataInputStream file = new DataInputStream(jar.getInputStream(entry))) {
          assertEquals(0xCAFEBABE, file.readInt());
          file.readUnsignedShort();
          assertTrue(file.readUnsignedShort() <= JAVA_11_CLASS_FILE, entry.getName());
        }
      }
    }
  }

  private List<String> names(String pattern) {
    return jar.stream().map(JarEntry::getName).filter(name -> !name.endsWith("/") && name.matches(pattern)).sorted()
        .collect(Collectors.toList());
  }
}
