package dev.procession.protocol.codec;

import java.util.List;
import java.util.Set;

/**
 * What is known by name about the classes of the JDK: which are values, so that nobody need allow
 * them, and which do something that an attacker may want when they are read.
 */
final class JdkValues {
  /**
   * Packages whose classes are values, or what values consist of. That a class is in one does not
   * make it travel: processes, sockets and class loaders have no form.
   */
  private static final Set<String> PACKAGES =
      Set.of(
          "java.awt.geom",
          "java.io",
          "java.lang",
          "java.lang.invoke",
          "java.math",
          "java.net",
          "java.nio",
          "java.nio.charset",
          "java.nio.file",
          "java.security",
          "java.security.cert",
          "java.sql",
          "java.text",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "java.util.function",
          "java.util.logging",
          "java.util.regex",
          "java.util.stream",
          "java.util.zip",
          "javax.crypto.spec",
          "javax.xml.namespace",
          "sun.util.calendar");

  private static final Set<String> CLASSES =
      Set.of(
          "java.awt.Color",
          "java.awt.Dimension",
          "java.awt.Insets",
          "java.awt.Point",
          "java.awt.Rectangle",
          "java.beans.PropertyChangeEvent",
          "java.beans.PropertyChangeSupport",
          "java.lang.reflect.Proxy",
          "java.security.SecureRandom",
          "sun.util.BuddhistCalendar");

  /** The starts of names of serializable classes that open, look up, define or call something. */
  private static final List<String> DANGEROUS =
      List.of(
          "com.sun.jndi.",
          "com.sun.org.apache.",
          "com.sun.rowset.",
          "java.beans.EventHandler",
          "java.rmi.",
          "javax.management.BadAttributeValueExpException",
          "javax.management.remote.",
          "javax.naming.",
          "javax.script.",
          "sun.rmi.");

  private JdkValues() {}

  /** Whether a class of this name is accepted from everyone. */
  static boolean contains(String className) {
    int dot = className.lastIndexOf('.');
    return dot > 0
        && (PACKAGES.contains(className.substring(0, dot)) || CLASSES.contains(className));
  }

  /** Whether a class of the JDK is accepted from nobody. The exceptions in these packages are. */
  static boolean isDangerous(Class<?> type) {
    String name = type.getName();
    return DANGEROUS.stream().anyMatch(name::startsWith)
        && (!Throwable.class.isAssignableFrom(type) || name.contains("BadAttributeValue"));
  }
}
