package weir.flink;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The runner in a process of its own. */
final class RunnerProcess implements AutoCloseable {
  private final Path folder;
  private final Process process;

  private RunnerProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Runs a job with options of Flink's; what lies in a folder's {@code classes} goes before what was built. */
  static RunnerProcess run(Path folder, JobRun job, Map<String, String> options) throws IOException {
    Path properties = folder.resolve("application_properties.json");
    job.write(properties);
    Files.writeString(folder.resolve("config.yaml"), options.entrySet().stream()
        .map(option -> option.getKey() + ": " + option.getValue() + "\n").collect(Collectors.joining()));
    return start(folder, properties.toString(), folder.toString());
  }

  /** Starts it with any arguments. */
  static RunnerProcess start(Path folder, String... arguments) throws IOException {
    String classPath = folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(
        java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath, "weir.flink.Runner"));
    command.addAll(List.of(arguments));
    return new RunnerProcess(folder, new ProcessBuilder(command)
        .redirectOutput(folder.resolve("stdout").toFile()).redirectError(folder.resolve("stderr").toFile()).start());
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written to standard error. */
  String errors() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  /** Ends its standard input, as the end of the process that started it does. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
