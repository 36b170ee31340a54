package dev.procession.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Locale.Category;
import java.util.TimeZone;

/**
 * The locales and the time zone of the program if system properties cannot express them, such as a
 * custom time zone. Loaded only in that case.
 */
final class LocaleDefaults {
  /** Set by the coordinator's {@code LocaleFlags}. */
  static final String PROPERTY = "procession.worker.locale";

  private LocaleDefaults() {}

  /** Sets them as the defaults of this process. */
  static void set(String encoded) {
    System.clearProperty(PROPERTY);
    byte[] bytes = Base64.getDecoder().decode(encoded);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      Object[] defaults = (Object[]) in.readObject();
      Locale.setDefault(Category.DISPLAY, (Locale) defaults[0]);
      Locale.setDefault(Category.FORMAT, (Locale) defaults[1]);
      TimeZone.setDefault((TimeZone) defaults[2]);
    } catch (IOException | ClassNotFoundException e) {
      System.err.println(
          "Procession cannot give this worker the program's time zone: "
              + e
              + "; set it in an initializer");
    }
  }
}
