package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class InheritedOptionsTest {
  private static final int OWN = Runtime.version().feature();

  @Test
  void workersHaveWhatDecidesHowCodeRuns() {
    List<String> options =
        List.of(
            "-ea",
            "-da:app.Slow",
            "-enablesystemassertions",
            "--enable-preview",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-exports=java.base/sun.security.util=ALL-UNNAMED",
            "--add-reads=app=java.sql",
            "-Xss8m",
            "-XX:ThreadStackSize=8192");

    assertEquals(options, passedOn(OWN, options));
  }

  @Test
  void modulesOfTheJdkAreAddedAndThoseOfTheModulePathAreNamedWithIt() {
    assertEquals(
        List.of("--add-modules=java.sql,jdk.httpserver"),
        passedOn(
            OWN,
            List.of("--add-modules=java.sql,app,jdk.httpserver", "--add-modules=ALL-DEFAULT")));
  }

  @Test
  void agentsDebuggersLogsAndDumpsStayWithTheProgram() {
    List<String> options =
        List.of(
            "-javaagent:agent.jar",
            "-agentlib:jdwp=transport=dt_socket,server=y",
            "-Xrunjdwp:server=y",
            "-Dcom.sun.management.jmxremote.port=9010",
            "-Dprocession.results=3",
            "-Xlog:gc:file=gc.log",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-Xmx3g");

    assertEquals(List.of(), passedOn(OWN, options));
    assertEquals(
        options.subList(0, 4), // What follows is the pool's to decide, or about speed.
        InheritedOptions.left(new ProgramOptions(options), OWN).stream()
            .map(LaunchFlag::text)
            .toList());
  }

  @Test
  void workersOfAnotherVersionAreNotGivenWhatTheyMayNotKnow() {
    assertEquals(
        List.of("-ea"),
        passedOn(
            OWN + 1,
            List.of(
                "--enable-preview",
                "--add-modules=java.sql",
                "--illegal-native-access=deny",
                "--sun-misc-unsafe-memory-access=allow",
                "-ea")));
  }

  private static List<String> passedOn(int javaFeature, List<String> options) {
    return InheritedOptions.of(new ProgramOptions(options), javaFeature).stream()
        .map(LaunchFlag::text)
        .toList();
  }
}
