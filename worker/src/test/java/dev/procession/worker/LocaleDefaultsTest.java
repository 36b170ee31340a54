package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Locale.Category;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LocaleDefaultsTest {
  private final Locale display = Locale.getDefault(Category.DISPLAY);
  private final Locale format = Locale.getDefault(Category.FORMAT);
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(Category.DISPLAY, display);
    Locale.setDefault(Category.FORMAT, format);
    TimeZone.setDefault(zone);
  }

  @Test
  void eachBecomesTheDefaultAndThePropertyGoes() throws IOException {
    TimeZone ours = new SimpleTimeZone(90 * 60_000, "Ours");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Object[] {Locale.CANADA_FRENCH, Locale.GERMANY, ours});
    }
    System.setProperty(LocaleDefaults.PROPERTY, "encoded");

    LocaleDefaults.set(Base64.getEncoder().encodeToString(bytes.toByteArray()));

    assertEquals(Locale.CANADA_FRENCH, Locale.getDefault(Category.DISPLAY));
    assertEquals(Locale.GERMANY, Locale.getDefault(Category.FORMAT));
    assertEquals(ours, TimeZone.getDefault());
    assertNull(System.getProperty(LocaleDefaults.PROPERTY));
  }
}
