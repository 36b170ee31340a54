package dev.procession.integration.bench.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A JVM that does nothing but say that it is there. */
public final class BareJvm implements AutoCloseable {
  private final Process process;

  private BareJvm(Process process) {
    this.process = process;
  }

  /** Returns when its first line is here. */
  public static BareJvm start() throws IOException {
    return start(List.of("-cp", System.getProperty("java.class.path")));
  }

  /** The same with certain flags, a class path among them. */
  static BareJvm start(List<String> flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add(BareJvm.class.getName());
    Process process = new ProcessBuilder(command).start();
    BufferedReader lines = process.inputReader();
    lines.readLine();
    return new BareJvm(process);
  }

  long pid() {
    return process.pid();
  }

  /** Returns when it has ended. */
  public void kill() throws InterruptedException {
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
