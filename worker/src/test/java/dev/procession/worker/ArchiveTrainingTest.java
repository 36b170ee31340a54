package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTrainingTest {
  private static final long PATIENCE_SECONDS = 60;

  @RegisterExtension final LaunchedWorkers workers = new LaunchedWorkers();
  @TempDir Path folder;

  @Test
  void isPlayedToTheEndWhileItsInputStaysOpen() throws Exception {
    Process rehearsal = rehearsal();

    assertTrue(rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    String printed = new String(rehearsal.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("", printed);
    assertEquals(0, rehearsal.exitValue());
  }

  @Test
  void goesThroughATypicalTasksClasses() throws Exception {
    Process rehearsal = rehearsal("-Xlog:class+load:file=" + folder.resolve("log"));

    assertTrue(rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    String loaded = Files.readString(folder.resolve("log"));
    for (String name :
        List.of("worker.Retirement", "codec.serialization.FailureWriter", "codec.form.FieldForm")) {
      assertTrue(loaded.contains("dev.procession." + prefixed(name) + " "), name);
    }
  }

  private static String prefixed(String name) {
    return name.startsWith("codec") ? "protocol." + name : name;
  }

  private Process rehearsal(String... flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(LaunchedWorkers.java()));
    command.add("-Dkryo.unsafe=false");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", LaunchedWorkers.classPath(), ArchiveTraining.class.getName()));
    command.add(folder.resolve("page").toString());
    return workers.start(command);
  }
}
