package dev.procession.process.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Locale.Category;
import java.util.TimeZone;

/** Creates flags that give a worker's JVM the default locales and time zone of this one. */
final class LocaleFlags {
  private static final String OF_LOCALE = "the coordinator's locale";
  private static final String OF_ZONE = "the coordinator's time zone";

  private LocaleFlags() {}

  /** The flags for the current defaults. */
  static List<LaunchFlag> now() {
    return of(
        Locale.getDefault(),
        Locale.getDefault(Category.DISPLAY),
        Locale.getDefault(Category.FORMAT),
        TimeZone.getDefault());
  }

  static List<LaunchFlag> of(Locale locale, Locale display, Locale format, TimeZone zone) {
    List<LaunchFlag> flags = new ArrayList<>(properties(locale, ""));
    boolean isSaid = true;
    for (Category category : Category.values()) {
      Locale its = category == Category.DISPLAY ? display : format;
      if (!its.equals(locale)) {
        String suffix = category == Category.DISPLAY ? ".display" : ".format";
        flags.addAll(properties(its, suffix));
        // A category without extensions takes over those of the locale.
        isSaid &= its.hasExtensions() || !locale.hasExtensions();
      }
    }
    flags.add(new LaunchFlag("-Duser.timezone=" + zone.getID(), OF_ZONE));
    // Its id may name another one, or none.
    isSaid &= TimeZone.getTimeZone(zone.getID()).equals(zone);
    if (!isSaid) {
      flags.add(
          new LaunchFlag(
              "-Dprocession.worker.locale=" + encoded(display, format, zone),
              "locales or a time zone that no property can express"));
    }
    return flags;
  }

  private static List<LaunchFlag> properties(Locale locale, String suffix) {
    // All of them: a JVM takes omitted ones from the environment.
    return List.of(
        property("language", suffix, locale.getLanguage()),
        property("script", suffix, locale.getScript()),
        property("country", suffix, locale.getCountry()),
        property("variant", suffix, locale.getVariant()),
        property("extensions", suffix, extensions(locale)));
  }

  private static LaunchFlag property(String part, String suffix, String value) {
    return new LaunchFlag("-Duser." + part + suffix + "=" + value, OF_LOCALE);
  }

  /** As in a language tag, such as {@code u-nu-arab}. */
  private static String extensions(Locale locale) {
    StringBuilder extensions = new StringBuilder();
    for (char key : locale.getExtensionKeys()) {
      extensions.append(extensions.isEmpty() ? "" : "-");
      extensions.append(key).append('-').append(locale.getExtension(key));
    }
    return extensions.toString();
  }

  /** For {@code LocaleDefaults} of the worker. */
  private static String encoded(Locale display, Locale format, TimeZone zone) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Object[] {display, format, zone});
    } catch (IOException e) {
      throw new IllegalStateException("the default time zone cannot be serialized: " + zone, e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
