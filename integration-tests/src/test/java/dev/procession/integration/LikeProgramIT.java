package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers run a program's code as the program itself does. */
final class LikeProgramIT {
  private static final String PREVIEW = "--enable-preview";

  @TempDir private Path folder;

  /** Says what a worker sees besides what the program sees, a line for each. */
  static final class Shown {
    public static void main(String[] arguments) {
      System.setProperty("https.proxyHost", "set-later");
      System.setProperty("shop.region", "north");
      System.out.println(show());
      try (ProcessPool pool =
          ProcessPool.builder().workers(1).inheritProperties("shop.*").build()) {
        System.setProperty("shop.region", "south");
        System.out.println(pool.map(x -> show(), List.of(1)).get(0));
      }
    }

    private static String show() {
      return String.join(
          " ",
          System.getProperty("site"),
          System.getProperty("https.proxyHost"),
          System.getProperty("javax.net.ssl.trustStore"),
          System.getProperty("shop.region"),
          System.getProperty("java.io.tmpdir"),
          "assertions " + Shown.class.desiredAssertionStatus(),
          "system " + String.class.desiredAssertionStatus(),
          "opened "
              + Object.class.getModule().isOpen("java.util", Shown.class.getModule())
              + Object.class.getModule().isOpen("java.text", Shown.class.getModule()),
          "server " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    }
  }

  @Test
  void propertiesAssertionsAndModulesAreThoseOfTheProgram() {
    List<String> jvmArgs =
        List.of(
            "-Dsite=a \"b\" c\\d",
            "-Djavax.net.ssl.trustStore=trust.p12",
            "-ea",
            "-esa",
            "--add-opens",
            "java.base/java.util=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector");
    try (Jvm program = Jvm.startMain(jvmArgs, Shown.class)) {
      List<String> lines = program.end().expect(0).lines();

      assertTrue(lines.get(0).startsWith("a \"b\" c\\d set-later trust.p12 north "), lines.get(0));
      assertTrue(lines.get(0).contains("assertions true system true opened truefalse server true"));
      assertEquals(lines.get(0), lines.get(1));
    }
  }

  /** With properties that the locale of most containers cannot express. */
  static final class NotAscii {
    public static void main(String[] arguments) {
      System.setProperty("shop.city", "Z\u00fcrich \u20ac");
      System.setProperty("shop.\u00fcber", "1");
      System.setProperty("https.proxyPassword", "p\u00e4ss\0");
      String here = show();
      try (ProcessPool pool =
          ProcessPool.builder().workers(1).inheritProperties("shop.*").build()) {
        System.out.println(pool.submit(() -> here.equals(show())).join());
        System.out.println(
            pool.submit(() -> System.getProperty("procession.worker.properties")).join());
      }
    }

    private static String show() {
      return System.getProperty("shop.city")
          + System.getProperty("shop.\u00fcber")
          + System.getProperty("https.proxyPassword");
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void propertiesArriveWhateverTheLocaleCanExpress() {
    List<String> command =
        List.of(
            Needs.program("env").toString(),
            "LC_ALL=C",
            Jvm.java(Jvm.ownHome()),
            "-cp",
            System.getProperty("java.class.path"),
            NotAscii.class.getName());

    try (Jvm program = Jvm.start(folder, command)) {
      assertEquals(List.of("true", "null"), program.end().expect(0).lines());
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void optionsInArgumentFilesCountToo() throws IOException {
    Path file = folder.resolve("options");
    Files.writeString(file, "-Dsite=filed\n-ea\n");
    try (Jvm program = Jvm.startMain(List.of("@" + file), Shown.class)) {
      List<String> lines = program.end().expect(0).lines();

      assertTrue(lines.get(1).startsWith("filed set-later"), lines.get(1));
      assertEquals(lines.get(0), lines.get(1));
    }
  }

  @Test
  void whatTheManifestOpensIsOpenInWorkers() {
    Path jar = folder.resolve("app.jar");
    Compiled.writeJar(
        jar,
        Map.of(
            "Main-Class",
            Shown.class.getName(),
            "Add-Opens",
            "java.base/java.util no.such/module",
            "Class-Path",
            classPathOfManifest()),
        Map.of());
    try (Jvm program =
        Jvm.start(folder, List.of(Jvm.java(Jvm.ownHome()), "-jar", jar.toString()))) {
      Jvm.Ended ended = program.end().expect(0);

      assertTrue(ended.lines().get(1).contains("opened truefalse"), ended.toString());
      assertEquals(ended.lines().get(0), ended.lines().get(1));
      assertEquals("", ended.err());
    }
  }

  private static String classPathOfManifest() {
    StringBuilder urls = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      URI uri = Path.of(entry).toUri();
      urls.append(uri).append(' ');
    }
    return urls.toString();
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void previewClassesLoadInWorkers() throws IOException {
    String version = Integer.toString(Runtime.version().feature());
    Path source = folder.resolve("Preview.java");
    Files.writeString(
        source,
        """
        import dev.procession.ProcessPool;
        import java.util.List;
        public class Preview {
          public static void main(String[] arguments) {
            try (ProcessPool pool = ProcessPool.create(1)) {
              System.out.println(pool.map(x -> x + 1, List.of(1)));
            }
          }
        }
        """);
    List<String> command =
        List.of(
            Jvm.java(Jvm.ownHome()),
            "-cp",
            System.getProperty("java.class.path"),
            PREVIEW,
            "--source",
            version,
            source.toString());
    try (Jvm program = Jvm.start(folder, command)) {
      assertEquals(List.of("[2]"), program.end().expect(0).lines());
    }
  }

  /** Prints what dates and numbers look like, here and in a worker, a line each. */
  static final class Formatting {
    public static void main(String[] arguments) {
      Locale.setDefault(Locale.forLanguageTag("sr-Latn-RS-u-ca-buddhist"));
      compare();
      Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
      TimeZone.setDefault(new SimpleTimeZone(90 * 60_000, "Ours"));
      compare();
    }

    private static void compare() {
      System.out.println(show());
      try (ProcessPool pool = ProcessPool.create(2)) {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        System.out.println(pool.map(x -> show(), List.of(1)).get(0));
        Locale.setDefault(Locale.Category.FORMAT, before);
      }
    }

    private static String show() {
      return String.join(
          " ",
          Locale.getDefault().toLanguageTag(),
          Locale.getDefault(Locale.Category.FORMAT).toLanguageTag(),
          Locale.getDefault(Locale.Category.DISPLAY).toLanguageTag(),
          DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).format(LocalDate.of(2024, 3, 1)),
          String.format("%,.2f", 1234567.5),
          TimeZone.getDefault().getID() + TimeZone.getDefault().getRawOffset());
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void datesAndNumbersLookTheSame() {
    try (Jvm program = Jvm.startMain(List.of("-Dfile.encoding=UTF-8"), Formatting.class)) {
      List<String> lines = program.end().expect(0).lines();

      assertEquals(lines.get(0), lines.get(1));
      assertEquals(lines.get(2), lines.get(3));
      assertTrue(lines.get(3).endsWith("Ours5400000"), lines.get(3));
      assertFalse(lines.get(0).equals(lines.get(2)), lines.get(0));
    }
  }

  /** Prints a result from each of two workers. */
  static final class Limited {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.create(2)) {
        System.out.println(pool.map(x -> x * 2, List.of(1, 2, 3)));
      }
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void workersStartWhereTheAddressSpaceIsLimited() {
    Needs.that(Files.exists(Path.of("/proc/self/limits")), "/proc");
    List<String> command =
        List.of(
            "/bin/sh",
            "-c",
            "ulimit -v 8000000; exec \"$@\"",
            "sh",
            Jvm.java(Jvm.ownHome()),
            "-cp",
            System.getProperty("java.class.path"),
            Limited.class.getName());
    try (Jvm program = Jvm.start(folder, command)) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("[2, 4, 6]"), ended.lines());
      assertEquals("", ended.err());
    }
  }
}
