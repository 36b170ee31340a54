package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramOptionsTest {
  @TempDir Path folder;

  @Test
  void optionsEndWhereTheProgramBegins() {
    assertEquals(
        List.of("-ea:app...", "-Da=b", "--add-opens=java.base/java.util=ALL-UNNAMED"),
        options(
            "/jdk/bin/java -ea:app... -cp -Dx=y -Da=b --add-opens"
                + " java.base/java.util=ALL-UNNAMED app.Main -Dno=option"));
    assertEquals(List.of("-esa"), options("java -esa -jar app.jar -ea"));
    assertEquals(List.of("-ea"), options("java -ea -p mods -m app/app.Main -esa"));
    assertEquals(
        List.of("--enable-preview", "--source=17"),
        options("java --enable-preview --source 17 Demo.java"));
  }

  @Test
  void nothingIsSaidWhereThereMayBeOptionsElsewhere() {
    for (String command :
        List.of(
            "java @options app.Main",
            "java -XX:Flags=file app.Main",
            "java -XX:VMOptionsFile=file app.Main",
            "/app/bin/shop")) {
      assertEquals(
          Optional.empty(), ProgramOptions.onCommandLine(List.of(command.split(" "))), command);
    }
  }

  @Test
  void manifestOpensWhatIsThere() throws Exception {
    Path jar = folder.resolve("app.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Add-Opens", "java.base/java.util  no.such.module/any java.base/no.such");
    attributes.putValue("Add-Exports", "java.base/sun.security.util");
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();

    assertEquals(
        List.of(
            "--add-exports=java.base/sun.security.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"),
        ProgramOptions.ofManifest(Optional.of(jar)).stream().sorted().toList());
  }

  /** They would keep its workers from using their archive. */
  @Test
  void whatTheCommandLineOpensForItselfIsNotPassedOn() throws Exception {
    Path jar = folder.resolve("procession.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "dev.procession.cli.Main");
    attributes.putValue("Add-Opens", "java.base/java.io");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();

    assertEquals(List.of(), ProgramOptions.ofManifest(Optional.of(jar)));
  }

  private static List<String> options(String command) {
    return ProgramOptions.onCommandLine(List.of(command.split(" "))).orElseThrow();
  }
}
