package dev.procession.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command where it is started: locale, variables, folders, names of files, the runtime. */
@Timeout(180)
final class SurroundingsIT {
  private static final String SQUARE = " map -j 1 'x -> x * x' 3";
  private static final String COMMAND = "'" + Jvm.root().resolve("procession") + "'";
  private static final String JAR = "java -jar '" + Jvm.processionJar() + "'";

  @TempDir private Path folder;

  /**
   * What a line of shell left.
   *
   * @param code its exit code
   * @param out what it wrote to stdout, in which each byte is a character
   * @param err what it wrote to stderr
   */
  private record Ended(int code, String out, String err) {}

  private ProcessBuilder shell(Path javaHome, Map<String, String> variables, String line) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", line);
    builder.directory(folder.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().merge("PATH", javaHome + "/bin", (path, bin) -> bin + ":" + path);
    builder.environment().putAll(variables);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return builder;
  }

  private String read(String file, Charset charset) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(file)), charset);
  }

  private Ended run(Path javaHome, Map<String, String> variables, String line) throws Exception {
    int code = shell(javaHome, variables, line).start().waitFor();
    return new Ended(code, read("out", ISO_8859_1), read("err", UTF_8));
  }

  private Ended run(String line) throws Exception {
    return run(Jvm.ownHome(), Map.of(), line);
  }

  private static Stream<Path> homes() {
    return Stream.concat(Stream.of(Jvm.ownHome()), Jvm.otherJdk().stream());
  }

  @Tag("extended")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LC_ALL=C",
        "LC_ALL=xx_YY.UTF-8",
        "LC_ALL= LANG=xx_YY.UTF-8",
        "LC_ALL= LANG=xx_YY.UTF-8 LC_CTYPE=C.UTF-8",
        "LC_ALL= LC_CTYPE=UTF-8"
      })
  void localeThatIsNotThereMeansUtf8(String locale) throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "others read UTF-8 in any case");
    String function = " map -j 1 '(Path p) -> p + \" \" + Files.exists(p)' \"$name\"";
    for (String command : List.of(COMMAND, JAR)) {
      for (Path home : homes().toList()) {
        String line = "name=$(printf '\\303\\274.txt'); touch \"$name\"; " + locale + " " + command;

        assertEquals(
            new Ended(0, "\u00c3\u00bc.txt true\n", ""), run(home, Map.of(), line + function));
      }
    }
  }

  @Test
  void javaHomeIsNotReplacedByAnotherJava() throws Exception {
    String expected = "procession: JAVA_HOME is /nowhere, and there is no bin/java in it\n";

    assertEquals(new Ended(3, "", expected), run(Path.of("/nowhere"), Map.of(), COMMAND + SQUARE));
  }

  @Tag("extended")
  @ParameterizedTest
  @MethodSource("homes")
  void threadDumpIsNotAmongTheResults(Path home) throws Exception {
    String function =
        "x -> { while (x > 1 && !Files.exists(Path.of(\"go\"))) Thread.sleep(5); return x; }";
    Process command =
        shell(home, Map.of(), "exec " + COMMAND + " map -j 1 '" + function + "' 1 2").start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> read("out", UTF_8).equals("1\n"));

      new ProcessBuilder("kill", "-QUIT", "" + command.pid()).start().waitFor();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> read("err", UTF_8).contains("Full thread dump"));
      Files.createFile(folder.resolve("go"));

      assertEquals(0, command.waitFor());
      assertEquals("1\n2\n", read("out", UTF_8));
    } finally {
      command.destroyForcibly();
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_TOOL_OPTIONS=-XX:+UseG1GC",
        "JAVA_TOOL_OPTIONS=-XX:+UseParallelGC -verbose:gc",
        "JDK_JAVA_OPTIONS=-XX:+UseG1GC",
        "_JAVA_OPTIONS=-XX:+UseG1GC -Xlog:gc",
        "JAVA_TOOL_OPTIONS=-XX:SharedArchiveFile=/nowhere -Xshare:auto",
        "JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
      })
  void flagsThatComeByAVariableDoNoHarm(String variable) throws Exception {
    String[] parts = variable.split("=", 2);
    for (Path home : homes().toList()) {
      Ended ended = run(home, Map.of(parts[0], parts[1]), COMMAND + SQUARE);

      assertEquals("9\n", ended.out(), ended.toString());
      assertEquals(0, ended.code());
    }
  }

  @Tag("extended")
  @Test
  void flagsOfTheWorkersAreTheirs() throws Exception {
    String assertions =
        " map -j 1 -R-ea 'x -> { boolean on = false; assert on = true; return on; }' 1";

    assertEquals(new Ended(0, "true\n", ""), run(COMMAND + assertions));
    assertEquals("9\n", run(COMMAND + SQUARE + " -R-verbose:gc").out());
    Ended agent = run(COMMAND + SQUARE + " -R-javaagent:/nowhere.jar");
    assertEquals(3, agent.code());
    assertTrue(agent.err().contains("/nowhere.jar"), agent.err());
  }

  /**
   * Unlike a file that is opened again, standard output shares its position with other commands.
   */
  @Test
  void resultsGoWhereStandardOutputIs() throws Exception {
    Files.writeString(folder.resolve("results"), "before\n");
    run("{ echo a; " + COMMAND + SQUARE + "; echo b; } >>results");
    assertEquals("before\na\n9\nb\n", read("results", UTF_8));

    run("{ echo a; " + COMMAND + SQUARE + "; echo b; } >results");
    assertEquals("a\n9\nb\n", read("results", UTF_8));
  }

  /** Of another jar than ours, whose manifest opens nothing. */
  @Tag("extended")
  @Test
  void resultsAreNotLostWhereTheDescriptorCannotBeTaken() throws Exception {
    String java =
        "java -Dprocession.results=3 -cp '" + Jvm.processionJar() + "' dev.procession.cli.Main";

    assertEquals(new Ended(0, "9\n", ""), run(java + SQUARE + " 3>&1 1>&2"));
  }

  @Tag("extended")
  @ParameterizedTest
  @ValueSource(strings = {"new!", "a b", "100%", "it's", "a#b+c"})
  void installFolderMayHaveAnyName(String name) throws Exception {
    Path copy = Files.createDirectory(folder.resolve(name)).resolve("procession.jar");
    Files.copy(Jvm.processionJar(), copy);
    ProcessBuilder builder =
        shell(Jvm.ownHome(), Map.of(), "java -jar \"$0\" map -j 1 'x -> x * x' 3");
    builder.command().add(copy.toString());

    assertEquals(0, builder.start().waitFor(), () -> folder.resolve("err").toString());
    assertEquals("9\n", read("out", UTF_8), read("err", UTF_8));
  }

  @Test
  void folderThatAClassPathCannotHaveIsNamed() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("release:1")).resolve("procession");
    Files.copy(Jvm.root().resolve("procession"), copy);
    assertTrue(copy.toFile().setExecutable(true));

    Ended ended = run("release:1/procession" + SQUARE);

    assertEquals(3, ended.code());
    assertTrue(ended.err().endsWith("move " + copy.getParent().toRealPath() + "\n"), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
  }

  @Tag("extended")
  @Test
  void jarThatAClassPathCannotHaveIsNamed() throws Exception {
    Files.copy(Jvm.processionJar(), folder.resolve("a:b.jar"));

    Ended ended = run(COMMAND + " map -cp '*' 'x -> x' 1");

    assertEquals(2, ended.code());
    assertTrue(ended.err().contains("/a:b.jar"), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
  }

  @Test
  void workingFolderThatIsGoneIsNamed() throws Exception {
    Ended ended = run("mkdir gone; cd gone; rmdir ../gone; exec " + COMMAND + SQUARE);

    assertEquals(3, ended.code());
    assertTrue(ended.err().contains("procession: the working folder is gone"), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
  }

  @Tag("extended")
  @Test
  void tempFolderThatCannotBeWrittenIsNamed() throws Exception {
    Path gone = folder.resolve("gone");

    Ended ended =
        run(
            Jvm.ownHome(),
            Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + gone),
            COMMAND + SQUARE);

    assertEquals(3, ended.code());
    String said = "cannot write to the temp folder " + gone + " (it does not exist)";
    assertTrue(ended.err().contains(said), ended.err());
  }

  @Tag("extended")
  @Test
  void fullTempFolderIsNamed() throws Exception {
    Needs.command(
        List.of("unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "t", "/mnt"));
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(
        folder.resolve("fill.sh"),
        "mount -t tmpfs -o size=64k t full; cat /dev/zero >full/zeros 2>/dev/null\n"
            + ("java -Djava.io.tmpdir=" + full + " -jar '" + Jvm.processionJar() + "'" + SQUARE));

    Ended ended = run("unshare --mount --map-root-user sh fill.sh");

    assertEquals(3, ended.code(), ended.toString());
    assertTrue(
        ended
            .err()
            .startsWith(
                "procession: no worker could be started: cannot write to the temp folder " + full),
        ended.err());
    assertTrue(ended.err().contains("No space left on device"), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
  }

  @Test
  void installFolderThatCannotBeBuiltInIsNamed() throws Exception {
    Files.copy(Jvm.root().resolve("procession"), folder.resolve("procession"));
    assertTrue(folder.resolve("procession").toFile().setExecutable(true));
    // A file, since for root every folder can be written.
    Files.createFile(folder.resolve("coordinator"));

    Ended ended = run("./procession" + SQUARE);

    assertEquals(3, ended.code());
    assertTrue(
        ended.err().startsWith("procession: it has to be built first, and cannot be: "),
        ended.err());
  }

  @Test
  void warningThatFailsTheBuildIsShown() throws Exception {
    Files.copy(Jvm.root().resolve("procession"), folder.resolve("procession"));
    assertTrue(folder.resolve("procession").toFile().setExecutable(true));
    Path maven = Files.createDirectory(folder.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        """
        #!/bin/sh
        quiet=
        for argument; do [ "$argument" != -q ] || quiet=yes; done
        [ "$quiet" ] || echo '[WARNING] X.java:[1,1] redundant cast'
        echo '[INFO] ---'
        echo '[ERROR] warnings found and -Werror specified'
        exit 1
        """);
    assertTrue(maven.toFile().setExecutable(true));

    Ended ended = run("PATH=$PWD/bin:$PATH ./procession" + SQUARE);

    assertEquals(3, ended.code());
    assertEquals(
        List.of(
            "procession: building (first use, or sources have changed) ...",
            "[WARNING] X.java:[1,1] redundant cast",
            "[ERROR] warnings found and -Werror specified",
            "procession: the build failed"),
        ended.err().lines().toList());
  }

  @Tag("extended")
  @Tag("jdk")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.base",
        "java.base,java.compiler,jdk.zipfs",
        "java.base,java.compiler,jdk.compiler --add-modules=java.base"
      })
  void runtimeWithoutACompilerIsNamed(String modules) throws Exception {
    String java = "java --limit-modules=" + modules + " -jar '" + Jvm.processionJar() + "'";

    Ended ended = run(java + SQUARE);

    assertEquals(2, ended.code(), ended.toString());
    assertTrue(ended.err().contains(Jvm.ownHome().toString()), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
  }

  @Tag("extended")
  @ParameterizedTest
  @MethodSource("homes")
  void nameThatIsNotUtf8IsAFileLikeAnyOther(Path home) throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "names are UTF-8 elsewhere");
    String names = "n=$(printf 'caf\\351'); touch a \"$n\" z; ";
    String exists = " map -j 1 --tag '(Path p) -> Files.exists(p)'";
    String itself = " map -j 1 '(Path p) -> p.toAbsolutePath().getFileName()' a \"$n\" z";
    String all = "a\ttrue\ncaf\u00e9\ttrue\nz\ttrue\n";

    for (String command : List.of(COMMAND, JAR)) {
      String piped = "printf '%s\\0' a \"$n\" z | " + command + exists + " -0";
      assertEquals(new Ended(0, all, ""), run(home, Map.of(), names + piped));
      assertEquals(
          new Ended(0, all, ""), run(home, Map.of(), names + command + exists + " a \"$n\" z"));
      assertEquals(
          new Ended(0, "a\ncaf\u00e9\nz\n", ""), run(home, Map.of(), names + command + itself));
    }
  }

  @Test
  void nameThatIsNotUtf8IsAFailedItemOfWhatTakesText() throws Exception {
    String text = " map -j 1 --keep-going 's -> s' a \"$(printf 'caf\\351')\" z";

    Ended ended = run(COMMAND + text);

    assertEquals("a\nz\n", ended.out());
    assertEquals(1, ended.code());
    assertTrue(
        ended.err().startsWith("procession: item 2 (\"caf\\xE9\") does not fit"), ended.err());
  }

  @Tag("extended")
  @Test
  void namesThatAreNotUtf8AreToldApartByTheLog() throws Exception {
    String map = COMMAND + " map -j 1 --joblog log --resume -q '(Path p)->p' ";
    String one = "\"$(printf 'caf\\351')\"";
    String other = "\"$(printf 'caf\\352')\"";

    run(map + one);
    Ended ended = run(map + one + " " + other);

    assertEquals("caf\u00ea\n", ended.out(), ended.toString());
  }

  @Test
  void itemsAreWhatIsWritten() throws Exception {
    Files.writeString(folder.resolve("home"), "content\n");

    assertEquals(
        new Ended(0, "007\n@home\n1.10\n+1\n1e3\n", ""),
        run(COMMAND + " map -j 1 'x -> x' 007 @home 1.10 +1 1e3"));
  }

  @Tag("extended")
  @Test
  void spacesMakeNoOtherFunction() throws Exception {
    String map = COMMAND + " map -j 1 --joblog log --resume -q ";

    assertEquals("6\n", run(map + "'x -> 12/x' 2").out());
    assertEquals("", run(map + "'x  ->12 / x' 2").out());
  }

  @Tag("extended")
  @Test
  void jarMayBeNamedRelatively() throws Exception {
    Path jar = Files.copy(Jvm.processionJar(), folder.resolve("some.jar"));
    Files.createSymbolicLink(folder.resolve("link.jar"), jar);
    for (String name : List.of("../" + folder.getFileName() + "/some.jar", "link.jar")) {
      Ended ended =
          run(
              "java -Dprocession.archives=\"$PWD/"
                  + name.length()
                  + "\" -jar "
                  + name
                  + " prepare");

      assertEquals(0, ended.code(), ended.toString());
    }
  }
}
