package weir.flink;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The application's property groups: what an environment says of a job. */
public final class PropertyGroups {
  private final Map<String, Properties> groups;

  private PropertyGroups(Map<String, Properties> groups) {
    this.groups = groups;
  }

  /** Those that Managed Flink hands to the application. */
  public static PropertyGroups ofManagedFlink() throws IOException {
    return new PropertyGroups(KinesisAnalyticsRuntime.getApplicationProperties());
  }

  /**
   * Those of a file of AWS's own format, {@code [{"PropertyGroupId": …, "PropertyMap": {…}}, …]}.
   *
   * @throws BadInputException when there is no such file, or it has another format
   */
  public static PropertyGroups ofFile(String path) {
    if (!Files.isRegularFile(Path.of(path))) {
      // AWS's library would take it for one without groups.
      throw new BadInputException("there is no file " + path + " of property groups");
    }
    try {
      return new PropertyGroups(KinesisAnalyticsRuntime.getApplicationProperties(path));
    } catch (IOException error) {
      throw new BadInputException(path + " is no list of property groups: " + error.getMessage(), error);
    }
  }

  /** A group's properties, in order of their names; none when there is no such group. */
  public Map<String, String> group(String id) {
    Map<String, String> sorted = new TreeMap<>();
    groups.getOrDefault(id, new Properties()).forEach((key, value) -> sorted.put((String) key, (String) value));
    return sorted;
  }

  /**
   * A property.
   *
   * @throws BadInputException when it is missing
   */
  public String required(String id, String key) {
    String value = group(id).get(key);
    if (value == null) {
      throw new BadInputException(
          "property " + key + " is missing: add it to the property group \"" + id + "\" of the application");
    }
    return value;
  }

  /**
   * A property that is a whole number, not below 0.
   *
   * @throws BadInputException when it is missing, or none
   */
  public long requiredLong(String id, String key) {
    String value = required(id, key);
    if (!value.matches("\\d{1,9}")) {
      throw new BadInputException("property " + key + " of group \"" + id + "\" is \"" + value
          + "\"; expected a whole number of at most 9 digits");
    }
    return Long.parseLong(value);
  }
}
