package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.Engine;
import dev.procession.process.job.Job;
import dev.procession.process.thread.KeepAlive;
import dev.procession.scheduler.Scheduler;
import dev.procession.sharing.Sharing;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassesTest {
  @ParameterizedTest
  @ValueSource(classes = {Engine.class, Job.class, KeepAlive.class, Scheduler.class, Sharing.class})
  void noneOfAPackageThatEndsWorkIsLeftOut(Class<?> member) throws Exception {
    String prefix = member.getPackageName() + ".";
    URI root = member.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path folder = Path.of(root).resolve(member.getPackageName().replace('.', '/'));
    Set<String> lacking = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\w+\\.class"))
          .map(name -> prefix + name.replace(".class", ""))
          .filter(name -> !FailureClasses.NAMES.contains(name))
          .forEach(lacking::add);
    }

    assertEquals(Set.of(), lacking);
  }

  @Test
  void eachExists() {
    List<String> names = FailureClasses.NAMES;

    for (String name : names) {
      assertDoesNotThrow(() -> Class.forName(name));
    }
  }
}
