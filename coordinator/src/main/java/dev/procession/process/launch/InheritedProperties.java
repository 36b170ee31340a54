package dev.procession.process.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Selects the system properties that workers inherit from the program. */
final class InheritedProperties {
  /**
   * Properties that a program may set at run time and that affect all of its code: network, trust,
   * temporary files. Prefixes.
   */
  private static final List<String> ALWAYS =
      List.of(
          "http.",
          "https.",
          "ftp.",
          "socksProxy",
          "socksNonProxyHosts",
          "java.net.",
          "javax.net.ssl.",
          "java.security.krb5.",
          "java.security.auth.login.config",
          "java.io.tmpdir");

  /**
   * Properties that belong to each JVM, or that the pool decides. Prefixes, and names without a
   * final dot.
   */
  private static final List<String> NEVER =
      List.of(
          "procession.",
          "com.sun.management.",
          "java.rmi.",
          "java.vm.",
          "java.vendor.",
          "java.version.",
          "java.specification.",
          "java.runtime.",
          "jdk.module.",
          "jdk.debug",
          "jdk.internal.",
          "sun.arch.",
          "sun.boot.",
          "sun.cpu.",
          "sun.java.",
          "sun.jnu.",
          "sun.management.",
          "sun.stderr.",
          "sun.stdout.",
          "stderr.",
          "stdin.",
          "stdout.",
          "native.encoding",
          "os.",
          "java.class.path",
          "java.class.version",
          "java.home",
          "java.security.manager",
          "java.system.class.loader",
          "java.vendor",
          "java.version",
          "kryo.unsafe",
          "user.country",
          "user.dir",
          "user.extensions",
          "user.language",
          "user.region",
          "user.script",
          "user.timezone",
          "user.variant");

  /** The ones that a pool sets itself, or that do not concern workers. Prefixes. */
  private static final List<String> POOLS =
      List.of("procession.", "kryo.", "user.", "std", "sun.std");

  /** In a class of its own, because only what people are shown is looked through for it. */
  private static final class Secret {
    static final Pattern NAME =
        Pattern.compile("(?i).*(passw|secret|token|credential|api.?key|private.?key).*=.*");
  }

  private InheritedProperties() {}

  /**
   * Their current values, ordered by name.
   *
   * @param options those of the program's JVM; what {@code -D} names there is passed on
   * @param patterns names of others, in which {@code *} stands for any characters
   */
  static List<LaunchFlag> now(ProgramOptions options, List<String> patterns) {
    Set<String> given = new TreeSet<>();
    for (String option : options.options()) {
      if (option.startsWith("-D")) {
        given.add(name(option));
      }
    }
    List<Pattern> asked = new ArrayList<>();
    for (String pattern : patterns) {
      asked.add(pattern(pattern));
    }
    List<LaunchFlag> flags = new ArrayList<>();
    for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      String value = System.getProperty(name);
      if (value == null || !mayTravel(name)) {
        continue;
      }
      if (given.contains(name)) {
        flags.add(flag(name, value, "given to the program with -D"));
      } else if (matchesAny(name, asked)) {
        flags.add(flag(name, value, "requested with inheritProperties"));
      } else if (startsWithAny(name, ALWAYS)) {
        flags.add(flag(name, value, "network and file settings of the program"));
      }
    }
    return flags;
  }

  /** The name in an option such as {@code -Dname=value}. */
  private static String name(String option) {
    int end = option.indexOf('=');
    return option.substring(2, end < 0 ? option.length() : end);
  }

  /** Whether a property that is given with {@code -D} is of no effect on workers. */
  static boolean isLeft(String option) {
    return !mayTravel(name(option)) && !startsWithAny(name(option), POOLS);
  }

  private static boolean mayTravel(String name) {
    // An option would give the first part of such a name another value.
    if (name.isEmpty() || name.indexOf('\0') >= 0 || name.indexOf('=') >= 0) {
      return false;
    }
    for (String never : NEVER) {
      if (never.endsWith(".")
          ? name.startsWith(never)
          : name.equals(never) || name.startsWith(never + ".")) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesAny(String name, List<Pattern> patterns) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }

  private static LaunchFlag flag(String name, String value, String reason) {
    return new LaunchFlag("-D" + name + "=" + value, reason);
  }

  private static Pattern pattern(String text) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      expression.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  /** An option for users to read, without its value if its name says that it is a secret. */
  static String withoutSecret(String option) {
    return option.startsWith("-D")
            && Secret.NAME.matcher(option.substring(0, option.indexOf('=') + 1)).matches()
        ? "-D" + name(option) + "=…"
        : option;
  }
}
