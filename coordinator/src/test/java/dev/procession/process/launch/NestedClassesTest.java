package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedClassesTest {
  private static final String MAIN = "dev/procession/worker/Main.class";

  @TempDir Path folder;

  @Test
  void whatIsBelowAPrefixIsTakenOut() throws IOException {
    Path outer = folder.resolve("outer.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(outer))) {
      for (String name :
          List.of("WEB/classes/" + MAIN, "WEB/classes/users/Own.class", "other/" + MAIN)) {
        out.putNextEntry(new JarEntry(name));
        out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    Path plain = folder.resolve("plain.jar");

    new NestedClasses(Map.of(MAIN, new URL("jar:" + outer.toUri() + "!/WEB/classes/" + MAIN)))
        .writeTo(plain);

    try (JarFile jar = new JarFile(plain.toFile())) {
      assertEquals(List.of(MAIN), jar.stream().map(JarEntry::getName).toList());
    }
  }

  @Test
  void placeThatIsNoJarIsNamedWithTheRemedy() throws IOException {
    URL place = folder.resolve(MAIN).toUri().toURL();

    IOException error =
        assertThrows(
            IOException.class,
            () -> new NestedClasses(Map.of(MAIN, place)).writeTo(folder.resolve("plain.jar")));

    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains(place.toString()), message);
    assertTrue(message.contains("classPath(...)"), message);
  }
}
