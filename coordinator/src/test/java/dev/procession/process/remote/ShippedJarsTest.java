package dev.procession.process.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ShippedJarsTest {
  /** The jar was copied into itself, without end. */
  @Test
  void temporaryFilesInAFolderOfTheClassPathAreNotSent(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("A.class"), "a");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Files.writeString(temporary.resolve("page"), "1");

    List<ShippedJars.Jar> jars = ShippedJars.of(List.of(folder.toString()), temporary);

    try (JarFile jar = new JarFile(jars.get(0).file().toFile())) {
      assertEquals(List.of("A.class"), jar.stream().map(ZipEntry::getName).toList());
    }
  }
}
