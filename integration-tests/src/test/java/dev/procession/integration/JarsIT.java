package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars that others are given. */
final class JarsIT {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();
  private static final String CLASS = ".class";
  private static final int VERSION_OFFSET = 6;

  /** The class file version of Java 7, the first that cannot be without frames. */
  private static final int WITH_FRAMES = 51;

  private static Path jar(String module) {
    return App.jar(module.equals("coordinator") ? App.LIBRARY : "procession-" + module + "-");
  }

  @ParameterizedTest
  @CsvSource({
    "coordinator, dev.procession",
    "protocol, dev.procession.protocol",
    "worker, dev.procession.worker"
  })
  void jarsAreAutomaticModulesWithNamesOfOurs(String module, String name) throws IOException {
    List<ModuleDescriptor> modules =
        ModuleFinder.of(jar(module)).findAll().stream().map(ModuleReference::descriptor).toList();

    assertEquals(List.of(name), modules.stream().map(ModuleDescriptor::name).toList());
    assertEquals(List.of(true), modules.stream().map(ModuleDescriptor::isAutomatic).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"coordinator", "protocol", "worker"})
  void jarsHaveTheClassesOfTheirModuleButNoneOfItsTests(String module) throws IOException {
    Path sources = ROOT.resolve(module).resolve("src/main/java");
    try (JarFile jar = new JarFile(jar(module).toFile())) {
      List<String> classes =
          jar.stream().map(Object::toString).filter(name -> name.endsWith(CLASS)).toList();

      assertFalse(classes.isEmpty());
      assertEquals(
          List.of(),
          classes.stream().filter(name -> !Files.exists(sources.resolve(source(name)))).toList());
    }
  }

  @Test
  void selfContainedJarHasClassesOfOthersOnlyWhereUsersMayMeetThem() throws IOException {
    Set<String> foreign = new TreeSet<>();
    try (JarFile jar = new JarFile(Jvm.processionJar().toFile())) {
      jar.versionedStream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(CLASS) && !name.startsWith("dev/procession/"))
          .map(name -> name.replaceAll("^((?:com/\\w+|org)?/?\\w+)/.*", "$1"))
          .forEach(foreign::add);
    }

    assertEquals(
        Set.of("com/esotericsoftware/kryo", "com/fasterxml/jackson", "org/slf4j", "picocli"),
        foreign);
  }

  @Test
  void everyClassOfTheSelfContainedJarCanBeArchived() throws IOException {
    List<String> withoutFrames = new ArrayList<>();
    try (JarFile jar = new JarFile(Jvm.processionJar().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(CLASS) && version(jar, entry) < WITH_FRAMES) {
          withoutFrames.add(entry.getName());
        }
      }
    }

    assertEquals(List.of(), withoutFrames);
  }

  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.skipNBytes(VERSION_OFFSET);
      return in.readUnsignedShort();
    }
  }

  @Test
  void usersMayHaveTheirOwnVersionOfALibraryThatTheCommandUses(@TempDir Path folder) {
    Compiled.of(
            """
            package de.siegmar.fastcsv.reader;
            public class CsvReader {
              public static String join(String a, String b) { return a + "-" + b; }
            }
            """)
        .into(folder);
    String function = "(a, b) -> de.siegmar.fastcsv.reader.CsvReader.join(a, b)";

    Jvm.Ended ended =
        ProcessionCommand.runWithInput(
            folder, "x,\"y,z\"\n", "map", "--input", "csv", "-cp", ".", function);

    assertEquals("", ended.err());
    assertEquals("x-y,z\n", ended.out());
  }

  /** Each file has one outer class, whose name it has. */
  private static String source(String classFile) {
    String name = classFile.substring(0, classFile.length() - CLASS.length());
    int inner = name.indexOf('$');
    return (inner < 0 ? name : name.substring(0, inner)) + ".java";
  }
}
