package dev.procession.cluster.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The JVM of a node, which is started again when it has ended, as long as the node is wanted. */
final class NodeJvm {
  private static final int DRAIN = 'd';

  /** Guarded by this, like {@link #wanted}. */
  private Optional<Process> running = Optional.empty();

  private boolean wanted = true;

  synchronized boolean isWanted() {
    return wanted;
  }

  /**
   * How it has ended.
   *
   * @param said what it has written to its standard output: why it could not be started
   */
  record End(int code, String said) {}

  /** Runs it to its end. */
  End run(List<String> command) throws IOException, InterruptedException {
    Process process;
    synchronized (this) {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      running = Optional.of(process);
      if (!wanted) {
        // Guards against a race with a drain, which may have looked before.
        say(process);
      }
    }
    try {
      // Until its end, since nobody else has this stream.
      byte[] said = process.getInputStream().readAllBytes();
      return new End(process.waitFor(), new String(said, StandardCharsets.UTF_8).strip());
    } finally {
      process.destroy();
    }
  }

  /** It ends when its workers have finished what they run, and is not started again. */
  synchronized void drain() {
    wanted = false;
    running.ifPresent(NodeJvm::say);
  }

  private static void say(Process process) {
    try {
      process.getOutputStream().write(DRAIN);
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended.
    }
  }

  /** It ends at once, and its workers with it. */
  synchronized void end() {
    wanted = false;
    running.ifPresent(NodeJvm::closeInput);
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended.
    }
  }
}
