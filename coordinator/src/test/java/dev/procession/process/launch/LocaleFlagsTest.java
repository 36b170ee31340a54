package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class LocaleFlagsTest {
  private static final TimeZone PARIS = TimeZone.getTimeZone("Europe/Paris");
  private static final String ENCODED = "-Dprocession.worker.locale=";

  @Test
  void allPartsOfALocaleAreSaid() {
    Locale thai = Locale.forLanguageTag("th-Thai-TH-x-lvariant-A-u-ca-buddhist-nu-thai");
    Locale locale =
        new Locale.Builder().setLocale(Locale.forLanguageTag("sr-Latn-RS-u-nu-latn")).build();

    assertEquals(
        List.of(
            "-Duser.language=sr",
            "-Duser.script=Latn",
            "-Duser.country=RS",
            "-Duser.variant=",
            "-Duser.extensions=u-nu-latn",
            "-Duser.timezone=Europe/Paris"),
        of(locale, locale, locale, PARIS));
    assertTrue(of(thai, thai, thai, PARIS).contains("-Duser.script=Thai"));
  }

  @Test
  void categoriesThatDifferAreSaid() {
    List<String> flags = of(Locale.US, Locale.US, Locale.GERMANY, PARIS);

    assertTrue(flags.containsAll(List.of("-Duser.language=en", "-Duser.language.format=de")));
    assertFalse(flags.contains("-Duser.language.display=en"), flags.toString());
    assertFalse(flags.toString().contains(ENCODED), flags.toString());
  }

  @Test
  void whatNoPropertyCanSayIsEncoded() {
    Locale thai = Locale.forLanguageTag("th-TH-u-nu-thai");
    TimeZone misnamed = TimeZone.getTimeZone("Europe/Paris");
    misnamed.setRawOffset(90 * 60_000);

    assertTrue(of(thai, thai, Locale.US, PARIS).toString().contains(ENCODED));
    assertTrue(
        of(Locale.US, Locale.US, Locale.US, new SimpleTimeZone(90 * 60_000, "Ours"))
            .toString()
            .contains(ENCODED));
    assertTrue(of(Locale.US, Locale.US, Locale.US, misnamed).toString().contains(ENCODED));
    TimeZone offset = TimeZone.getTimeZone("GMT+5:45");
    assertFalse(of(Locale.US, Locale.US, Locale.US, offset).toString().contains(ENCODED));
  }

  private static List<String> of(Locale locale, Locale display, Locale format, TimeZone zone) {
    return LocaleFlags.of(locale, display, format, zone).stream().map(LaunchFlag::text).toList();
  }
}
