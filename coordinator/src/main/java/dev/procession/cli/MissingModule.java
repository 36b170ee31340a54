package dev.procession.cli;

import java.util.List;

/** Detects JDK modules that the command needs but a runtime image made by jlink lacks. */
final class MissingModule {
  private static final List<String> PACKAGES =
      List.of("java/", "javax/", "jdk/", "sun/", "com/sun/");

  private MissingModule() {}

  /** Whether the missing class belongs to the JDK. */
  static boolean isToBlame(NoClassDefFoundError error) {
    String name = className(error);
    return PACKAGES.stream().anyMatch(name::startsWith);
  }

  /** The missing module and the remedy, in one line. */
  static String text(NoClassDefFoundError error) {
    return "the Java runtime in "
        + System.getProperty("java.home")
        + " has been made without some modules: it has no "
        + className(error).replace('/', '.')
        + "; use a JDK, or jlink with --add-modules java.se,jdk.compiler,jdk.jfr,jdk.management,"
        + "jdk.unsupported,jdk.zipfs,jdk.httpserver";
  }

  private static String className(NoClassDefFoundError error) {
    String message = String.valueOf(error.getMessage());
    String prefix = "Could not initialize class ";
    return (message.startsWith(prefix) ? message.substring(prefix.length()) : message)
        .replace('.', '/');
  }
}
