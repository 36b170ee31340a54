package dev.procession.cli.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.task.SerializableFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptClassesTest {
  private static final Map<String, byte[]> CLASSES =
      Map.of("A", new byte[] {1, 2, 3}, "A$B", new byte[0]);

  @TempDir private Path folder;
  private Path caches;
  private Path jar;

  @BeforeEach
  void makeJar() throws IOException {
    caches = folder.resolve("caches").resolve("procession");
    jar = jar("a.jar", "");
  }

  private Path jar(String name, String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    Path made = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(made)) {
      new JarOutputStream(out, manifest).close();
    }
    return made;
  }

  private KeptClasses kept() {
    return KeptClasses.in(caches, List.of(jar));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(caches.resolve("compiled"))) {
      return files.toList();
    }
  }

  @Test
  void whatIsKeptIsFoundByTheNextCommand() {
    kept().keep("x -> x", CLASSES);

    Map<String, byte[]> found = kept().find("x -> x").orElseThrow();

    assertEquals(CLASSES.keySet(), found.keySet());
    assertArrayEquals(CLASSES.get("A"), found.get("A"));
    assertArrayEquals(CLASSES.get("A$B"), found.get("A$B"));
  }

  @Test
  void anotherSourceIsNotFound() {
    kept().keep("x -> x", CLASSES);

    assertTrue(kept().find("x -> x ").isEmpty());
  }

  @Test
  void jarOfAnotherTimeIsAnotherClassPath() throws IOException {
    kept().keep("x -> x", CLASSES);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));

    assertTrue(kept().find("x -> x").isEmpty());
  }

  @Test
  void nothingIsKeptWithFolderOnTheClassPath() {
    KeptClasses none = KeptClasses.in(caches, List.of(jar, folder));
    none.keep("x -> x", CLASSES);

    assertTrue(none.find("x -> x").isEmpty());
    assertFalse(Files.exists(caches));
  }

  @Test
  void nothingIsKeptWithJarThatNamesOthers() throws IOException {
    KeptClasses none = KeptClasses.in(caches, List.of(jar("b.jar", "a.jar")));
    none.keep("x -> x", CLASSES);

    assertFalse(Files.exists(caches));
  }

  @Test
  void damagedFileIsIgnored() throws IOException {
    kept().keep("x -> x", CLASSES);
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    assertTrue(kept().find("x -> x").isEmpty());
  }

  @Test
  void halfFileIsIgnored() throws IOException {
    kept().keep("x -> x", CLASSES);
    Path file = files().get(0);
    Files.write(file, List.of("half"));

    assertTrue(kept().find("x -> x").isEmpty());
  }

  @Test
  void folderThatOthersMayWriteToIsIgnored() throws IOException {
    kept().keep("x -> x", CLASSES);
    Files.setPosixFilePermissions(
        caches.resolve("compiled"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertTrue(kept().find("x -> x").isEmpty());
  }

  @Test
  void oldestAreDeleted() throws IOException {
    for (int i = 0; i <= KeptClasses.MAX_KEPT; i++) {
      kept().keep("x -> " + i, CLASSES);
    }

    assertEquals(KeptClasses.MAX_KEPT, files().size());
  }

  @Test
  void parsedLambdaIsTheSameFromItsShape() throws LambdaException {
    for (String text : List.of("x -> x * x", "(Path p) -> { }", "(var y) -> foo(y)")) {
      ParsedLambda parsed = ParsedLambda.parse(text, MemoryCompiler.javac());

      assertEquals(parsed, ParsedLambda.of(text, parsed.shape()));
    }
  }

  @Test
  void lambdaOfTheLastCommandIsNotCompiledAgain() throws Exception {
    UserClassPath classes = UserClassPath.on(List.of());
    String text =
        "class Made implements " + SerializableFunction.class.getName() + "<String, String>";
    SourceText source =
        new SourceText(
            "Made", "public final " + text, " { public String apply(String s) {", " return s; } }");
    SourceText broken = new SourceText("Made", "public final " + text, " { public String", " }");
    KeptClasses kept = kept();

    new MemoryCompiler(classes, Imports.USUAL, kept).make(Object.class, "Made", source);
    Map<String, byte[]> before = kept.find(MemoryCompiler.key("Made", source)).orElseThrow();
    kept.keep(MemoryCompiler.key("Made", broken), before);
    Object made =
        new MemoryCompiler(classes, Imports.USUAL, kept).make(Object.class, "Made", broken);

    assertEquals("Made", made.getClass().getName());
  }
}
