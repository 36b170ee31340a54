package dev.procession.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/coming-from-parallel.md: both lines of each row print the same. */
@Tag("extended")
final class ParallelTableIT {
  private static final Pattern ROW =
      Pattern.compile("\\| `(.*)` \\| `(procession .*|.*\\| procession .*)` \\|");
  private static final int FEWEST_ROWS = 20;

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void bothLinesOfEachRowPrintTheSame() throws Exception {
    Needs.program("parallel");
    Needs.program("xargs");
    List<String> theirs = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    for (String line : Files.readAllLines(Jvm.root().resolve("docs/coming-from-parallel.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        theirs.add(row.group(1).replace("\\|", "|"));
        ours.add(row.group(2).replace("\\|", "|"));
      }
    }
    assertTrue(theirs.size() >= FEWEST_ROWS, theirs.toString());
    Path commands = Files.createDirectory(folder.resolve("bin"));
    writeCommand(commands);

    Map<String, String> expected = outputs(theirs, ours, "theirs", commands);
    Map<String, String> actual = outputs(ours, ours, "ours", commands);

    assertEquals(lines(expected), lines(actual));
  }

  private static String lines(Map<String, String> outputs) {
    return outputs.entrySet().stream()
        .map(each -> "$ " + each.getKey() + "\n" + each.getValue())
        .collect(Collectors.joining());
  }

  /** The outputs of commands, which run side by side, by the names of rows. */
  private Map<String, String> outputs(
      List<String> lines, List<String> names, String kind, Path commands) throws Exception {
    List<Process> running = new ArrayList<>();
    Map<String, String> outputs = new TreeMap<>();
    int atOnce = 3;
    for (int i = 0; i < lines.size() + atOnce; i++) {
      if (i >= atOnce) {
        Process ended = running.get(i - atOnce);
        outputs.put(
            names.get(i - atOnce), new String(ended.getInputStream().readAllBytes(), UTF_8));
        ended.waitFor();
      }
      if (i < lines.size()) {
        running.add(start(lines.get(i), fixtures(kind + i), commands));
      }
    }
    return outputs;
  }

  private static Process start(String line, Path place, Path commands) throws IOException {
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", line);
    shell.directory(place.toFile());
    Map<String, String> environment = shell.environment();
    environment.put("PATH", commands + File.pathSeparator + environment.get("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    // GNU parallel keeps its citation notice, and whether it was accepted, there.
    environment.put("PARALLEL_HOME", place.resolve("home").toString());
    Process process = shell.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    return process;
  }

  private Path fixtures(String name) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name).resolve("sub")).getParent();
    Files.createDirectory(place.resolve("home"));
    Files.writeString(place.resolve("a.txt"), "a\n");
    Files.writeString(place.resolve("b.txt"), "bb\n");
    Files.writeString(place.resolve("c d.txt"), "ccc\n");
    Files.writeString(place.resolve("names"), "a.txt\nb.txt\nc d.txt\n");
    Files.writeString(place.resolve("numbers"), "1\n2\n3\n");
    Files.writeString(place.resolve("pairs.csv"), "one,1\ntwo words,2\n");
    return place;
  }

  private static void writeCommand(Path commands) throws IOException {
    String line =
        ProcessionCommand.line(List.of(), List.of()).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path script = commands.resolve("procession");
    Files.writeString(script, "#!/bin/sh\nexec " + line + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
