package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerClassPathTest {
  private static final String CLASS = "dev/procession/worker/Main.class";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "new!", "!", "a b", "100%", "a#b", "a+b", "ü"})
  void jarIsFoundInAFolderOfAnyName(String name) throws Exception {
    Path jar = Files.createFile(Files.createDirectory(folder.resolve(name)).resolve("all.jar"));
    URL url = new URL("jar:" + jar.toUri() + "!/" + CLASS);

    assertEquals(Optional.of(jar.toString()), WorkerClassPath.entryOf(CLASS, url));
  }

  @Test
  void jarOfOursIsKnownByAnyName() throws Exception {
    Path jar = Files.createFile(folder.resolve("x.jar"));
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), jar);
    Path dotted = folder.resolve("y/../x.jar");
    Files.createDirectory(folder.resolve("y"));

    String shown = new WorkerClassPath(Optional.of(List.of(link, dotted))).shown();

    assertTrue(shown.endsWith(File.pathSeparator + jar.toRealPath()), shown);
    assertFalse(shown.contains("link.jar") || shown.contains(".."), shown);
  }

  @Test
  void jarWithinAJarIsNone() throws Exception {
    Path outer = Files.createFile(folder.resolve("outer.jar"));
    URL url = new URL("jar:" + outer.toUri() + "!/lib/inner.jar!/" + CLASS);

    assertEquals(Optional.empty(), WorkerClassPath.entryOf(CLASS, url));
  }

  @Test
  void entryThatAJvmWouldReadAsTwoIsRefused() {
    Path entry = Path.of("release" + File.pathSeparator + "1");

    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new WorkerClassPath(Optional.of(List.of(entry))));

    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(entry.toAbsolutePath().toString()), message);
  }

  @Test
  void jarThatIsOverwrittenOrDeletedHasChanged() throws Exception {
    for (boolean isDeleted : new boolean[] {false, true}) {
      Path jar = copyOfOwnJar();
      try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
        WorkerClassPath path = new WorkerClassPath(Optional.empty(), loader);
        assertEquals(Optional.empty(), path.changedEntry());

        if (isDeleted) {
          Files.delete(jar);
        } else {
          Files.write(jar, new byte[] {1});
        }

        assertEquals(Optional.of(jar.toString()), path.changedEntry());
      }
    }
  }

  private Path copyOfOwnJar() throws IOException {
    Path jar = folder.resolve("app.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(CLASS));
    }
    return jar;
  }
}
