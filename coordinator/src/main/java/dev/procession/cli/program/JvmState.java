package dev.procession.cli.program;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * What a program may change in its JVM, and the next call has to find as it was.
 *
 * @param properties the system properties
 * @param locale the default locale
 * @param display the default locale of texts
 * @param format the default locale of formats
 * @param zone the default time zone
 * @param onUncaught what sees uncaught exceptions
 * @param in standard input
 * @param out standard output
 * @param err standard error
 */
record JvmState(
    Properties properties,
    Locale locale,
    Locale display,
    Locale format,
    TimeZone zone,
    Thread.@Nullable UncaughtExceptionHandler onUncaught,
    InputStream in,
    PrintStream out,
    PrintStream err) {

  static JvmState now() {
    return new JvmState(
        (Properties) System.getProperties().clone(),
        Locale.getDefault(),
        Locale.getDefault(Locale.Category.DISPLAY),
        Locale.getDefault(Locale.Category.FORMAT),
        TimeZone.getDefault(),
        Thread.getDefaultUncaughtExceptionHandler(),
        System.in,
        System.out,
        System.err);
  }

  /** Makes this JVM what it was. */
  void restore() {
    System.setProperties((Properties) properties.clone());
    Locale.setDefault(locale);
    Locale.setDefault(Locale.Category.DISPLAY, display);
    Locale.setDefault(Locale.Category.FORMAT, format);
    TimeZone.setDefault(zone);
    Thread.setDefaultUncaughtExceptionHandler(onUncaught);
    System.setIn(in);
    System.setOut(out);
    System.setErr(err);
  }
}
