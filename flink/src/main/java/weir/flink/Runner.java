package weir.flink;

import java.io.IOException;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;

/**
 * Runs one file of SQL as one Flink job. Managed Flink starts it without arguments; elsewhere it takes the file of
 * property groups and the folder of Flink's configuration.
 */
public final class Runner {
  private Runner() {}

  /** Runs the job until it fails or is stopped. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      // The service shows what is thrown in the application's log.
      run(PropertyGroups.ofManagedFlink(), new Configuration());
    } else if (args.length == 2) {
      runLocally(args[0], args[1]);
    } else {
      System.err.println("weir.flink.Runner takes no argument, or <application_properties.json> <Flink's conf folder>");
      System.exit(1);
    }
  }

  private static void runLocally(String propertiesFile, String confDir) {
    endWithParent();
    int status = 1;
    try {
      run(PropertyGroups.ofFile(propertiesFile), GlobalConfiguration.loadConfiguration(confDir));
      status = 0;
    } catch (BadInputException | IllegalConfigurationException error) {
      System.err.println(error.getMessage());
    } catch (Exception error) {
      error.printStackTrace();
    }
    // Threads of Flink's outlive the job, and would hide that it has ended.
    System.exit(status);
  }

  /** Runs the job of some property groups until it fails, is stopped, or has read all there is. */
  static void run(PropertyGroups groups, Configuration configuration) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    configure(tables.getConfig(), groups);
    new SqlJob(tables, groups).start().await();
  }

  private static void configure(TableConfig config, PropertyGroups groups) {
    String file = groups.required("job", "sql.file");
    config.set("pipeline.name", file);
    // Windows begin at full minutes, hours and days of UTC, wherever this runs.
    config.set("table.local-time-zone", "UTC");
    // What no event has touched for so long is forgotten, else state of users who left would stay for ever.
    config.setIdleStateRetention(Duration.ofHours(groups.requiredLong("job", "state.ttl.hours")));
    // Operators are found again in a snapshot by these ids; without, any change of the plan would lose their state.
    config.set(ExecutionConfigOptions.TABLE_EXEC_UID_GENERATION, ExecutionConfigOptions.UidGeneration.ALWAYS);
  }

  /** Whoever started this holds its standard input open for as long as it lives, even if it is killed. */
  private static void endWithParent() {
    Thread thread = new Thread(() -> {
      try {
        while (System.in.read() >= 0) {
          continue;
        }
      } catch (IOException closed) {
        System.err.println("standard input: " + closed.getMessage());
      }
      Runtime.getRuntime().halt(0);
    }, "end-with-parent");
    thread.setDaemon(true);
    thread.start();
  }
}
