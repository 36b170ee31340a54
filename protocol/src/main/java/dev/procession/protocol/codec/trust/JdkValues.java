package dev.procession.protocol.codec.trust;

import java.util.List;
import java.util.Set;

/**
 * Lists of JDK classes by name: values, which are always allowed, and classes with dangerous
 * effects when they are decoded.
 */
final class JdkValues {
  /**
   * Packages whose classes are values or parts of values. Not all of their classes can be sent:
   * processes, sockets and class loaders have no form.
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
          "java.util.jar",
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
          "java.nio.file.attribute.FileTime",
          "java.security.SecureRandom",
          "sun.util.BuddhistCalendar");

  /** Name prefixes of serializable classes that open, look up, define or call something. */
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

  /** The implementations of {@code XMLGregorianCalendar} and {@code Duration}, which are values. */
  private static final String XML_VALUES = "com.sun.org.apache.xerces.internal.jaxp.datatype";

  private JdkValues() {}

  /** Whether a class of this name is accepted from any process. */
  static boolean contains(String className) {
    int dot = className.lastIndexOf('.');
    String packageName = className.substring(0, Math.max(0, dot));
    return PACKAGES.contains(packageName)
        || CLASSES.contains(className)
        || packageName.equals(XML_VALUES);
  }

  /**
   * Whether a JDK class is never accepted. The exception classes in these packages are accepted.
   */
  static boolean isDangerous(Class<?> type) {
    String name = type.getName();
    return DANGEROUS.stream().anyMatch(name::startsWith)
        && !type.getPackageName().equals(XML_VALUES)
        && (!Throwable.class.isAssignableFrom(type) || name.contains("BadAttributeValue"));
  }
}
