package dev.procession.cli.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.console.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserClassPathTest {
  @TempDir private Path folder;

  @Test
  void foldersAndJarsAreTaken() throws IOException {
    Path jar = folder.resolve("good.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.finish();
    }

    assertEquals(List.of(folder, jar), on(folder + File.pathSeparator + jar).entries());
    assertEquals(List.of(jar), on(folder + "/*").entries());
  }

  @Test
  void fileThatIsNoJarIsNamed() throws IOException {
    for (byte[] content : List.of(new byte[0], new byte[3_000], new byte[] {'P', 'K', 3, 4})) {
      Path bad = Files.write(folder.resolve("bad.jar"), content);

      for (String entry : List.of(bad.toString(), folder + "/*")) {
        assertTrue(
            refusal(entry).startsWith("--class-path: " + bad + " is not a readable jar ("),
            refusal(entry));
      }
    }
  }

  @Test
  void classFileIsAnsweredWithItsFolder() throws IOException {
    Path file = Files.write(folder.resolve("Mine.class"), new byte[] {1});

    String expected =
        "--class-path: " + file + " is a class file; give the root folder of its package";
    assertEquals(expected, refusal(file.toString()));
  }

  @Test
  void commandGoesBeforeTheUsersClassesButAfterTheirVersionOfALibrary() throws IOException {
    Path plain = folderWith("plain", "app/App.class");
    Path library = folderWith("library", "picocli/CommandLine.class");

    List<Path> without = on(plain.toString()).withOwn();
    List<Path> with = on(plain + File.pathSeparator + library).withOwn();

    assertEquals(plain, without.get(without.size() - 1));
    assertTrue(without.size() > 1);
    assertEquals(List.of(plain, library), with.subList(0, 2));
    assertEquals(without.subList(0, without.size() - 1), with.subList(2, with.size()));
  }

  @Test
  void anotherVersionOfProcessionNeverGoesFirst() throws IOException {
    Path library = folderWith("library", "org/slf4j/LoggerFactory.class");
    Path other = folderWith("other", "dev/procession/protocol/Protocol.class");
    Path kryo = folderWith("kryo", "com/esotericsoftware/kryo/kryo5/Kryo.class");
    String path = String.join(File.pathSeparator, "" + other, "" + kryo, "" + library);

    List<Path> all = on(path).withOwn();

    assertEquals(library, all.get(0));
    assertEquals(List.of(other, kryo), all.subList(all.size() - 2, all.size()));
  }

  private Path folderWith(String name, String file) throws IOException {
    Path made = folder.resolve(name);
    Files.createDirectories(made.resolve(file).getParent());
    Files.createFile(made.resolve(file));
    return made;
  }

  private static UserClassPath on(String classPath) {
    return UserClassPath.on(List.of(classPath));
  }

  private static String refusal(String classPath) {
    return String.valueOf(assertThrows(UsageException.class, () -> on(classPath)).getMessage());
  }
}
