package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are modules, on a module path. */
@Tag("sample")
final class ModulePathIT {
  private static final String MODULE =
      """
      module app {
        requires dev.procession;
        requires dev.procession.protocol;
        requires org.slf4j;
        requires jdk.unsupported;
        uses app.Greeting;
        provides app.Greeting with app.Hello;
      }
      """;

  private static final String LIBRARIES =
      App.libraries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));

  @TempDir private Path folder;

  @Test
  void workersHaveTheSameModules() {
    // Providers are named by the module, so they are not found unless it is one in workers, too.
    Path jar = compiled("open " + MODULE).without("META-INF/services/app.Greeting").jar(jar());

    try (Jvm program = start(jar)) {
      assertEquals("module app", App.end(program));
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void packageThatIsNotOpenIsNamedWithTheRemedy() {
    Path jar = compiled(MODULE).jar(jar());

    try (Jvm program = start(jar)) {
      String error = program.end().expect(1).err();
      assertTrue(error.contains("SerializationException"), error);
      assertTrue(error.contains("The function could not be encoded for a worker"), error);
      assertTrue(error.contains("opens app"), error);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void whatTheCommandLineOpensIsOpenInWorkers() {
    Path jar = compiled(MODULE).without("META-INF/services/app.Greeting").jar(jar());

    try (Jvm program = start(jar, "--add-opens", "app/app=dev.procession.protocol")) {
      assertEquals("module app", App.end(program));
    }
  }

  private Path jar() {
    return folder.resolve("app.jar");
  }

  private static Compiled compiled(String moduleInfo) {
    return App.compiledWith(List.of("-p", LIBRARIES), moduleInfo);
  }

  private Jvm start(Path jar, String... options) {
    List<String> command = new java.util.ArrayList<>();
    command.add(Jvm.java(Jvm.ownHome()));
    command.addAll(List.of(options));
    command.addAll(List.of("-p", LIBRARIES + File.pathSeparator + jar, "-m", "app/app.Main"));
    return Jvm.start(folder, command);
  }
}
