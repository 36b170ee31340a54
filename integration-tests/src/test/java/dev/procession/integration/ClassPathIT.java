package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class paths as IDEs, build tools and launchers make them. */
@Tag("sample")
final class ClassPathIT {
  private static final String ODD_NAME = "größe ñ 日本";

  /** That of the class path: nothing had to be fetched. */
  private static final String CLASS_PATH = "app";

  @TempDir private Path folder;

  private Path libraries;

  @BeforeEach
  void copyLibraries() throws IOException {
    libraries = Files.createDirectory(folder.resolve("lib"));
    for (Path library : App.libraries()) {
      Files.copy(library, libraries.resolve(library.getFileName()));
    }
  }

  @Test
  void foldersMayHaveSpacesAndNamesOfAnyLanguage() throws IOException {
    needsAnyName();
    Path odd = Files.move(libraries, folder.resolve(ODD_NAME));
    Path classes = App.compiled().into(odd.resolve("target classes"));
    String path = classes + File.pathSeparator + odd + "/*";

    // The environment of the workers has nothing of the coordinator's but the locale.
    assertEquals(
        CLASS_PATH, end("env", "LC_ALL=C.UTF-8", java(), "-Dapp.clean=true", "-cp", path, main()));
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void entryThatTheLocaleCannotNameHarmsNobody() throws IOException {
    needsAnyName();
    Path odd = Files.createDirectory(folder.resolve(ODD_NAME));
    Path classes = App.compiled().into(folder.resolve("classes"));
    String path = odd + File.pathSeparator + classes + File.pathSeparator + libraries + "/*";

    assertEquals(CLASS_PATH, end("env", "LC_ALL=C", java(), "-cp", path, main()));
  }

  /** Where the tests themselves run in such a locale, they cannot make the folder. */
  private static void needsAnyName() {
    Charset ofNames = Charset.forName(System.getProperty("sun.jnu.encoding"));
    Needs.that(ofNames.newEncoder().canEncode(ODD_NAME), "a locale of UTF-8, not " + ofNames);
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void relativeEntriesMeanTheSameInAnotherDirectory() throws IOException {
    App.compiled().into(folder.resolve("classes"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

    assertEquals(CLASS_PATH, end(java(), "-cp", "lib/*:./classes", main(), elsewhere.toString()));
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void classPathMayBeLongerThanAnyCommandLine() throws IOException {
    Path classes = App.compiled().into(folder.resolve("classes"));
    List<String> entries = new ArrayList<>();
    String longName = "x".repeat(90);
    for (int i = 0; i < 6_000; i++) {
      entries.add("/no/such/" + longName + i + ".jar");
    }
    entries.add(classes.toString());
    App.libraries().forEach(library -> entries.add(library.toString()));
    Path arguments = folder.resolve("arguments");
    Files.writeString(arguments, "-cp\n" + String.join(File.pathSeparator, entries) + "\n");

    assertEquals(CLASS_PATH, end(java(), "@" + arguments, main()));
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void classPathMayBeInTheManifestOfAnEmptyJar() {
    Path classes = App.compiled().into(folder.resolve("my classes"));
    String path =
        classes.toUri()
            + " "
            + App.libraries().stream()
                .map(library -> "lib/" + library.getFileName())
                .collect(Collectors.joining(" "));
    Path booter = folder.resolve("booter.jar");
    Compiled.writeJar(booter, Map.of("Class-Path", path, "Main-Class", main()), Map.of());

    assertEquals(CLASS_PATH, end(java(), "-jar", booter.toString()));
  }

  private static String java() {
    return Jvm.java(Jvm.ownHome());
  }

  private static String main() {
    return App.MAIN_CLASS;
  }

  private String end(String... command) {
    try (Jvm program = Jvm.start(folder, List.of(command))) {
      return App.end(program);
    }
  }
}
