package dev.procession.process.launch;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Information about a JDK that is available without running it. */
final class JavaHomes {
  /** The oldest JDK that runs a worker, assumed if a JDK does not state its version. */
  private static final int BASELINE = 17;

  private JavaHomes() {}

  /** The feature version that the JDK's {@code release} file states, such as 25. */
  static int featureVersion(Path javaHome) {
    try (Reader release =
        Files.newBufferedReader(javaHome.resolve("release"), StandardCharsets.UTF_8)) {
      Properties properties = new Properties();
      properties.load(release);
      String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
      return version.isEmpty() ? BASELINE : Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException e) {
      // Flags for the baseline run on every later JDK; a folder that holds no JDK fails, with its
      // error, when it is launched.
      return BASELINE;
    }
  }
}
