package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.launch.LaunchOptions.EnvironmentInheritance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPlanTest {
  @TempDir Path folder;

  @Test
  void flagsOfTheOwnerComeAfterThePoolsOwnSoThatTheyWin() {
    List<String> flags = texts(plan(List.of("-Xlog:gc"), OptionalLong.empty()));

    assertTrue(flags.indexOf("-Xlog:gc") > flags.indexOf("-Xlog:disable"));
  }

  @Test
  void everyFlagHasAReason() {
    for (LaunchFlag flag : plan(List.of(), OptionalLong.empty()).flags()) {
      assertFalse(flag.reason().isBlank(), flag.text());
    }
  }

  @Test
  void anotherCollectorTakesThePlaceOfOurs() {
    List<String> flags = texts(plan(List.of("-XX:+UseG1GC"), OptionalLong.empty()));

    assertFalse(flags.contains("-XX:+UseSerialGC"));
  }

  @Test
  void collectorOfAVariableTakesThePlaceOfOursToo() {
    LaunchOptions options =
        new LaunchOptions(
            1,
            Optional.empty(),
            List.of(),
            OptionalLong.empty(),
            Optional.empty(),
            Map.of("JAVA_TOOL_OPTIONS", "-Dx=1 -XX:+UseG1GC"),
            EnvironmentInheritance.INHERIT,
            List.of(),
            Optional.empty(),
            0);

    assertFalse(texts(new LaunchPlan(options)).contains("-XX:+UseSerialGC"));
  }

  @Test
  void theFullCommandShowsTheFlags() {
    List<String> command = plan(List.of("-Xss4m"), OptionalLong.empty()).commandInFull(0);

    assertTrue(command.contains("-Xss4m"));
    assertTrue(command.stream().noneMatch(argument -> argument.startsWith("@")));
  }

  @Test
  void theHeapThatWasAskedForIsTheHeap() {
    assertTrue(texts(plan(List.of(), OptionalLong.of(1 << 28))).contains("-Xmx268435456"));
  }

  @Test
  void nothingLongOrSecretIsOnTheCommandLine() {
    List<String> command =
        plan(List.of("-Dsecret=x"), OptionalLong.empty()).command(3, folder.resolve("args"));

    assertFalse(command.contains("-Dsecret=x"));
    assertTrue(command.contains("@" + folder.resolve("args")));
    assertTrue(command.contains("-Dprocession.worker.id=3"));
  }

  @Test
  void argumentsAreQuotedForTheLauncher() throws Exception {
    Path file = folder.resolve("args");

    plan(List.of("-Dtext=a \"b\" \\c\nd"), OptionalLong.empty()).writeArgumentFile(file, folder);

    assertTrue(Files.readString(file).contains("\"-Dtext=a \\\"b\\\" \\\\c\\nd\"\n"));
  }

  @Test
  void variablesThatChangeAnyJvmAreNotPassedOn() {
    ProcessBuilder builder = plan(List.of(), OptionalLong.empty()).processBuilder(List.of("java"));

    assertFalse(builder.environment().containsKey("JAVA_TOOL_OPTIONS"));
    assertEquals("value", builder.environment().get("NAME"));
  }

  @Test
  void cleanEnvironmentKeepsTheLocaleWhichSaysHowFilesAreNamed() {
    LaunchOptions options =
        new LaunchOptions(
            2,
            Optional.empty(),
            List.of(),
            OptionalLong.empty(),
            Optional.empty(),
            Map.of("NAME", "value"),
            EnvironmentInheritance.CLEAN,
            List.of(),
            Optional.empty(),
            0);

    Map<String, String> environment =
        new LaunchPlan(options).processBuilder(List.of("java")).environment();

    Map<String, String> expected = new HashMap<>(Map.of("NAME", "value"));
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      if (System.getenv(name) != null) {
        expected.put(name, System.getenv(name));
      }
    }
    assertEquals(expected, environment);
  }

  @Test
  void workersOfOnePoolAreAlikeThoughTheProgramChanges() {
    Locale before = Locale.getDefault();
    LaunchPlan plan = plan(List.of(), OptionalLong.empty());
    List<String> atFirst = texts(plan);
    try {
      Locale.setDefault(Locale.forLanguageTag("sr-Latn-RS"));
      System.setProperty("https.proxyHost", "later");

      assertEquals(atFirst, texts(plan));
    } finally {
      Locale.setDefault(before);
      System.clearProperty("https.proxyHost");
    }
  }

  @Test
  void secretsAreInTheFileButNotShown() throws Exception {
    LaunchPlan plan = plan(List.of("-Ddb.password=hunter2"), OptionalLong.empty());
    Path file = folder.resolve("args");

    plan.writeArgumentFile(file, folder);

    assertTrue(Files.readString(file).contains("\"-Ddb.password=hunter2\""));
    assertFalse(texts(plan).toString().contains("hunter2"));
    assertFalse(plan.commandInFull(0).toString().contains("hunter2"));
  }

  private static LaunchPlan plan(List<String> jvmArgs, OptionalLong maxHeapBytes) {
    return new LaunchPlan(
        new LaunchOptions(
            2,
            Optional.empty(),
            jvmArgs,
            maxHeapBytes,
            Optional.empty(),
            Map.of("NAME", "value"),
            EnvironmentInheritance.INHERIT,
            List.of(),
            Optional.empty(),
            0));
  }

  private static List<String> texts(LaunchPlan plan) {
    return plan.flags().stream().map(LaunchFlag::text).toList();
  }
}
