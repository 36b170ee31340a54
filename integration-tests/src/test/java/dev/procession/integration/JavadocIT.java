package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the release profile's Javadoc is made of, with the tool of this JDK. */
final class JavadocIT {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();

  @Tag("extended")
  @Tag("jdk")
  @ParameterizedTest
  @CsvSource({
    "coordinator, dev.procession",
    "coordinator, dev.procession.micrometer",
    "protocol, dev.procession.task",
    "worker, dev.procession.worker"
  })
  void toolHasNothingToComplainAbout(String module, String packageName, @TempDir Path pages) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);

    int code =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(
                out,
                out,
                "-quiet",
                "-Xdoclint:all",
                "-Werror",
                "--class-path",
                System.getProperty("java.class.path"),
                "--source-path",
                ROOT.resolve(module).resolve("src/main/java").toString(),
                "-d",
                pages.toString(),
                packageName);

    assertEquals("", said.toString());
    assertEquals(0, code);
  }
}
