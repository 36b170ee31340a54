package dev.procession.integration.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A JVM that does nothing but say that it is there. */
final class BareJvm implements AutoCloseable {
  private final Process process;

  private BareJvm(Process process) {
    this.process = process;
  }

  /** Returns when its first line is here. */
  static BareJvm start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(java.toString(), "-cp", classPath, BareJvm.class.getName()).start();
    BufferedReader lines = process.inputReader();
    lines.readLine();
    return new BareJvm(process);
  }

  /** Returns when it has ended. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.getInputStream().close();
  }

  public static void main(String[] arguments) {
    System.out.println("here");
    while (true) {
      LockSupport.park();
    }
  }
}
