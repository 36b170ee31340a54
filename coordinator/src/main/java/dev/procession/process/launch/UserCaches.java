package dev.procession.process.launch;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where this user's files are that can be made again and that all of the user's programs share. */
public final class UserCaches {
  /**
   * The system property with the folder; {@code off} for none. Not a setting of pools, because JVMs
   * share the folder.
   */
  private static final String PROPERTY = "procession.archives";

  private static final String OFF = "off";

  private UserCaches() {}

  /** Their folder, which need not exist yet; empty if caches are switched off. */
  public static Optional<Path> folder() {
    String asked = System.getProperty(PROPERTY, "");
    if (asked.equals(OFF)) {
      return Optional.empty();
    }
    if (!asked.isEmpty()) {
      return Optional.of(Path.of(asked));
    }
    Optional<Path> caches = caches();
    return caches.isPresent() ? Optional.of(caches.get().resolve("procession")) : Optional.empty();
  }

  /** The system's folder for caches. */
  private static Optional<Path> caches() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String set = System.getenv(system.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home", ""));
    Path usual = system.startsWith("mac") ? Path.of("Library", "Caches") : Path.of(".cache");
    Path usually = home.resolve(usual);
    if (set != null && Path.of(set).isAbsolute()) {
      return Optional.of(Path.of(set));
    }
    return usually.isAbsolute() ? Optional.of(usually) : Optional.empty();
  }
}
