package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Five tools of Maven Central: {@code procession run} prints, writes and returns what a new JVM
 * does for each input. Prints how long the two took.
 */
@Tag("extended")
final class ToolsIT {
  private static final int INPUTS = Integer.getInteger("procession.tools.inputs", 10);
  private static final Path JARS = Path.of(System.getProperty("procession.tools"));

  /** Some of them fail. */
  private static final String SCRIPT =
      """
      var squares = [];
      for (var i = 0; i < 200; i++) squares.push(i * i %% %1$d);
      print(JSON.stringify({input: %1$d, squares: squares.sort(), found: /b+/.exec("abbb")[0]}));
      if (%1$d %% 10 == 3) throw new Error("input %1$d");
      if (%1$d %% 10 == 4) quit(5);
      """;

  private static final String PAGE_SCRIPT =
      """
      /* Input %1$d. */
      function handler%1$d(event, target) {
        var message = "clicked " + "%1$d";
        if (event.count > %1$d) { return message + target.name; }
        for (var index = 0; index < %1$d; index++) { target.add(index, message); }
        return null;
      }
      """;

  private static final String GRAMMAR =
      """
      PARSER_BEGIN(Parser%1$d)
      public class Parser%1$d {}
      PARSER_END(Parser%1$d)
      SKIP : { " " | "\\n" }
      TOKEN : { <NUMBER : (["0"-"9"]){1,%1$d}> | <PLUS : "+"> }
      int sum() : { Token t; int sum; }
      { t=<NUMBER> { sum = Integer.parseInt(t.image); }
        ( <PLUS> t=<NUMBER> { sum += Integer.parseInt(t.image); } )* <EOF> { return sum; } }
      """;

  @TempDir private Path folder;

  /**
   * A tool and what it is given.
   *
   * @param name the tool
   * @param launch how {@code java} and {@code run} are told which program it is
   * @param arguments its arguments, where {@code {}} is the input and {@code {/.}} its name
   * @param inputs the contents of the inputs
   * @param extension the extension of their names
   */
  private record Tool(
      String name,
      List<String> launch,
      List<String> arguments,
      List<byte[]> inputs,
      String extension) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * What a program left.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error
   */
  private record Left(int exitCode, byte[] out, byte[] err) {}

  static Stream<Tool> tools() throws IOException {
    return Stream.of(
        new Tool("google-java-format", jar("google-java-format"), List.of("{}"), sources(), "java"),
        new Tool("CFR", jar("cfr"), List.of("{}"), classes(), "class"),
        new Tool("Rhino", jar("rhino"), List.of("{}"), generated(SCRIPT), "js"),
        new Tool(
            "YUI Compressor", jar("yuicompressor"), List.of("{}"), generated(PAGE_SCRIPT), "js"),
        new Tool(
            "JavaCC",
            List.of("-cp", JARS.resolve("javacc.jar").toString(), "javacc"),
            List.of("-OUTPUT_DIRECTORY=out/{/.}", "{}"),
            generated(GRAMMAR),
            "jj"));
  }

  @ParameterizedTest
  @MethodSource("tools")
  @Timeout(3600)
  void outputsAreThoseOfANewJvmForEachInput(Tool tool) throws Exception {
    List<String> inputs = new ArrayList<>();
    Path place = Files.createDirectory(folder.resolve("inputs"));
    for (byte[] content : tool.inputs()) {
      String name = "input" + (inputs.size() + 1) + "." + tool.extension();
      Files.write(place.resolve(name), content);
      inputs.add("../inputs/" + name);
    }

    long begin = System.nanoTime();
    List<Left> fresh = fresh(tool, inputs);
    long freshMillis = (System.nanoTime() - begin) / 1_000_000;
    begin = System.nanoTime();
    Left warm = warm(tool, inputs);
    long warmMillis = (System.nanoTime() - begin) / 1_000_000;

    System.out.printf(
        "%s, %d inputs: %d ms in new JVMs, %d ms with run, %.1f times%n",
        tool, inputs.size(), freshMillis, warmMillis, (double) freshMillis / warmMillis);
    assertArrayEquals(joined(fresh.stream().map(Left::out)), warm.out());
    assertEquals(text(joined(fresh.stream().map(Left::err))), withoutOurs(text(warm.err())));
    assertEquals(
        fresh.stream().map(each -> Integer.toString(each.exitCode())).toList(), exitCodes());
    assertEquals(files(folder.resolve("fresh")), files(folder.resolve("warm")));
  }

  private List<Left> fresh(Tool tool, List<String> inputs) throws Exception {
    Path place = Files.createDirectory(folder.resolve("fresh"));
    List<Left> all = new ArrayList<>();
    for (String input : inputs) {
      String name = input.substring(input.lastIndexOf('/') + 1, input.lastIndexOf('.'));
      List<String> command = new ArrayList<>(List.of(Jvm.java(Jvm.ownHome())));
      command.addAll(tool.launch());
      tool.arguments().stream()
          .map(argument -> argument.replace("{}", input).replace("{/.}", name))
          .forEach(command::add);
      all.add(run(place, command));
    }
    return all;
  }

  private Left warm(Tool tool, List<String> inputs) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "-j1", "--joblog", "../log"));
    arguments.addAll(tool.launch());
    arguments.add("--");
    arguments.addAll(tool.arguments());
    arguments.add(":::");
    arguments.addAll(inputs);
    return run(
        Files.createDirectory(folder.resolve("warm")),
        ProcessionCommand.line(List.of(), arguments));
  }

  private Left run(Path place, List<String> command) throws Exception {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    try {
      return new Left(process.waitFor(), Files.readAllBytes(out), Files.readAllBytes(err));
    } finally {
      process.destroy();
    }
  }

  private List<String> exitCodes() throws IOException {
    return Files.readAllLines(folder.resolve("log")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1)[6])
        .toList();
  }

  private static Map<String, String> files(Path place) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(place.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private static byte[] joined(Stream<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String withoutOurs(String err) {
    StringBuilder rest = new StringBuilder();
    err.lines()
        .filter(line -> !line.startsWith("procession: "))
        .forEach(line -> rest.append(line).append('\n'));
    return rest.toString();
  }

  private static List<String> jar(String name) {
    return List.of("-jar", JARS.resolve(name + ".jar").toString());
  }

  private static List<byte[]> generated(String template) {
    return IntStream.rangeClosed(1, INPUTS)
        .mapToObj(number -> template.formatted(number).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** Real ones, with nothing left of their indentation. */
  private static List<byte[]> sources() throws IOException {
    List<byte[]> sources = new ArrayList<>();
    for (Path file : files(Jvm.root().resolve("coordinator/src/main/java"), ".java")) {
      String unformatted = Files.readString(file).replaceAll("(?m)^ +", "");
      sources.add(unformatted.getBytes(StandardCharsets.UTF_8));
    }
    return sources;
  }

  private static List<byte[]> classes() throws IOException {
    List<byte[]> classes = new ArrayList<>();
    for (Path file : files(Jvm.root().resolve("coordinator/target/classes"), ".class")) {
      classes.add(Files.readAllBytes(file));
    }
    return classes;
  }

  private static List<Path> files(Path place, String extension) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(extension)).sorted().toList();
      int step = Math.max(1, files.size() / INPUTS);
      return IntStream.range(0, Math.min(INPUTS, files.size()))
          .mapToObj(number -> files.get(number * step))
          .toList();
    }
  }
}
