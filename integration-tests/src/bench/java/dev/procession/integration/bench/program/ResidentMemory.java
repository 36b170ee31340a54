package dev.procession.integration.bench.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the system says that a process has in memory. */
final class ResidentMemory {
  private static final int KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** By {@code ps}, which Linux and macOS both have. */
  static long bytesOf(long pid) throws IOException, InterruptedException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(pid)).start();
    String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    ps.waitFor();
    return Long.parseLong(said) * KIBIBYTE;
  }
}
