package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are one jar: {@code java.class.path} says nothing of what is in it. */
final class FatJarIT {
  @TempDir private Path folder;

  @Test
  void executableJarOfSpringBootHasJarsInJars() throws IOException {
    Map<String, byte[]> contents = Compiled.contentsOf(App.jar("spring-boot-loader-"));
    contents.put("BOOT-INF/classes/", new byte[0]);
    App.compiled()
        .files()
        .forEach((name, bytes) -> contents.put("BOOT-INF/classes/" + name, bytes));
    contents.put("BOOT-INF/lib/", new byte[0]);
    for (Path library : App.libraries()) {
      contents.put("BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
    }
    Path jar = folder.resolve("boot.jar");
    Compiled.writeJar(
        jar,
        Map.of(
            "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class", App.MAIN_CLASS,
            "Spring-Boot-Classes", "BOOT-INF/classes/",
            "Spring-Boot-Lib", "BOOT-INF/lib/"),
        contents);

    assertEquals("procession-1", endOf(jar));
  }

  @Test
  void shadedJarHasAllClassesInOne() {
    Map<String, byte[]> contents = new HashMap<>();
    App.libraries().forEach(library -> contents.putAll(Compiled.contentsOf(library)));
    contents.keySet().removeIf(name -> name.endsWith("module-info.class"));
    contents.putAll(App.compiled().files());
    Path jar = folder.resolve("shaded.jar");
    Compiled.writeJar(jar, Map.of("Main-Class", App.MAIN_CLASS), contents);

    assertEquals("app", endOf(jar));
  }

  private String endOf(Path jar) {
    try (Jvm program =
        Jvm.start(folder, List.of(Jvm.java(Jvm.ownHome()), "-jar", jar.toString()))) {
      return App.end(program);
    }
  }
}
