package dev.procession.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A program that has everything which must reach its workers: lambdas, records, package-private
 * helpers, a resource, a service. Compiled by the tests that put it where programs come from.
 */
final class App {
  static final String MAIN_CLASS = "app.Main";

  private static final String MAIN =
      """
      package app;
      import dev.procession.*;
      import java.nio.charset.StandardCharsets;
      import java.util.*;
      public class Main {
        record Word(String text, int length) {}

        static String look(String what) throws Exception {
          switch (what) {
            case "resource":
              try (var in = Main.class.getResourceAsStream("/app/text.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
              }
            case "service":
              List<String> found = new ArrayList<>();
              ServiceLoader.load(Greeting.class).forEach(g -> found.add(g.greet()));
              return found.toString();
            case "context":
              return "" + (Thread.currentThread().getContextClassLoader().loadClass("app.Main") == Main.class);
            case "kind":
              return Main.class.getModule().isNamed()
                  ? Main.class.getModule().toString()
                  : Main.class.getClassLoader().getName();
            default:
              return Helper.help(what);
          }
        }

        public static void main(String[] args) throws Exception {
          ProcessPool.Builder builder = ProcessPool.builder().workers(2);
          if (Boolean.getBoolean("app.clean")) {
            builder.inheritEnvironment(false);
          }
          if (args.length > 0) {
            builder.directory(java.nio.file.Path.of(args[0]));
          }
          try (ProcessPool pool = builder.build()) {
            int two = 2;
            System.out.println(pool.map(x -> x * two, List.of(1, 2, 3)));
            System.out.println(pool.map(t -> new Word(t, t.length()), List.of("one")));
            System.out.println(
                pool.map(Main::look, List.of("resource", "service", "context", "other")));
            System.out.println(pool.submit(() -> look("kind")).get());
          }
        }
      }
      """;

  private static final String HELPER =
      """
      package app;
      class Helper {
        static String help(String what) { return "helped with " + what; }
      }
      """;

  private static final String GREETING =
      """
      package app;
      public interface Greeting { String greet(); }
      """;

  private static final String HELLO =
      """
      package app;
      public class Hello implements Greeting {
        @Override public String greet() { return "hello"; }
      }
      """;

  private static final List<String> PRINTS =
      List.of(
          "[2, 4, 6]", "[Word[text=one, length=3]]", "[a text, [hello], true, helped with other]");

  private App() {}

  static Compiled compiled(String... more) {
    return compiledWith(List.of("-cp", System.getProperty("java.class.path")), more);
  }

  static Compiled compiledWith(List<String> options, String... more) {
    String[] sources = Arrays.copyOf(more, more.length + 4);
    System.arraycopy(
        new String[] {MAIN, HELPER, GREETING, HELLO},
        0,
        sources,
        more.length,
        sources.length - more.length);
    return Compiled.with(options, sources)
        .and("app/text.txt", "a text")
        .and("META-INF/services/app.Greeting", "app.Hello\n");
  }

  /** How the file name of the jar that users depend on begins, up to its version. */
  static final String LIBRARY = "procession-0";

  /** What the program needs besides itself, as jars. */
  static List<Path> libraries() {
    return List.of(
        ours("procession", LIBRARY),
        ours("procession-worker", "procession-worker-"),
        ours("procession-protocol", "procession-protocol-"),
        jar("kryo5-"),
        jar("slf4j-api-"));
  }

  /** A jar of ours: that of the release, if the test runs after it has been built. */
  private static Path ours(String artifact, String prefix) {
    String version = System.getProperty("procession.version");
    Path inRepository =
        Path.of("dev", "procession", artifact, version, artifact + "-" + version + ".jar");
    return UsersProject.released()
        .map(repository -> repository.resolve(inRepository))
        .orElseGet(() -> jar(prefix));
  }

  /** A jar of the class path of the tests. */
  static Path jar(String prefix) {
    return jars(prefix).get(0);
  }

  /** All jars of the class path of the tests whose names begin so; at least one. */
  static List<Path> jars(String prefix) {
    List<Path> jars =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .filter(path -> path.getFileName().toString().startsWith(prefix))
            .toList();
    if (jars.isEmpty()) {
      throw new AssertionError("no jar " + prefix + "* on the class path");
    }
    return jars;
  }

  /**
   * Ends the program, which must have printed what it should.
   *
   * @return where its workers had its main class from: the name of a class loader or a module
   */
  static String end(Jvm program) {
    Jvm.Ended ended = program.end().expect(0);
    List<String> lines = ended.lines();
    if (lines.size() != PRINTS.size() + 1 || !lines.subList(0, PRINTS.size()).equals(PRINTS)) {
      throw new AssertionError("expected " + PRINTS + " and one line more, was " + ended);
    }
    return lines.get(PRINTS.size());
  }
}
