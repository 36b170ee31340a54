package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are one jar: {@code java.class.path} says nothing of what is in it. */
@Tag("sample")
final class FatJarIT {
  @TempDir private Path folder;

  /** A program as a web application on Spring Boot is one: whose threads have many contexts. */
  private static final String SHOP =
      """
      package shop;
      import dev.procession.ProcessPool;
      import java.net.*;
      import java.util.*;
      import java.util.concurrent.*;
      public class Shop {
        static String state = "lost";
        static void prepare() { state = "prepared"; }
        record Order(int number) { }
        static String handle(Order order) { return order + " " + state; }
        public static void main(String[] args) throws Exception {
          try (ProcessPool pool =
              ProcessPool.builder().workers(1).initializer(Shop::prepare).build()) {
            ClassLoader own = Shop.class.getClassLoader();
            ClassLoader webapp = new URLClassLoader(new URL[0], own);
            ClassLoader inner = new URLClassLoader(new URL[0], webapp);
            List<ClassLoader> contexts =
                Arrays.asList(own, webapp, inner, ClassLoader.getSystemClassLoader(), null);
            for (ClassLoader context : contexts) {
              FutureTask<String> request = new FutureTask<>(() ->
                  pool.map(Shop::handle, List.of(new Order(1)))
                      + pool.submit(() -> state).get());
              Thread thread = new Thread(request);
              thread.setContextClassLoader(context);
              thread.start();
              System.out.println(request.get());
            }
            System.out.println(CompletableFuture.supplyAsync(() ->
                pool.map(Shop::handle, List.of(new Order(1)))).get());
          }
        }
      }
      """;

  @Test
  void initializerAndTasksOfAllThreadsSeeTheSameClassInSpringBootsJar() throws IOException {
    Compiled shop = Compiled.with(List.of("-cp", System.getProperty("java.class.path")), SHOP);
    Path jar = bootJar("shop.Shop", shop);

    try (Jvm program =
        Jvm.start(folder, List.of(Jvm.java(Jvm.ownHome()), "-jar", jar.toString()))) {
      List<String> lines = program.end().expect(0).lines();
      assertEquals(
          Collections.nCopies(5, "[Order[number=1] prepared]prepared"), lines.subList(0, 5));
      assertEquals("[Order[number=1] prepared]", lines.get(5));
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void executableJarOfSpringBootHasJarsInJars() throws IOException {
    assertEquals("procession-1", endOf(bootJar(App.MAIN_CLASS, App.compiled())));
  }

  private Path bootJar(String mainClass, Compiled program) throws IOException {
    Map<String, byte[]> contents = Compiled.contentsOf(App.jar("spring-boot-loader-"));
    contents.put("BOOT-INF/classes/", new byte[0]);
    program.files().forEach((name, bytes) -> contents.put("BOOT-INF/classes/" + name, bytes));
    contents.put("BOOT-INF/lib/", new byte[0]);
    for (Path library : App.libraries()) {
      contents.put("BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
    }
    Path jar = folder.resolve("boot.jar");
    Compiled.writeJar(
        jar,
        Map.of(
            "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class", mainClass,
            "Spring-Boot-Classes", "BOOT-INF/classes/",
            "Spring-Boot-Lib", "BOOT-INF/lib/"),
        contents);
    return jar;
  }

  @Tag("extended")
  @Tag("jdk")
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
