package dev.procession.process.remote;

import dev.procession.process.launch.NestingDepth;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.StreamLink;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reaches each host by a command that carries its standard streams there, such as {@code ssh}. A
 * script that is given to the command as its last argument, for a POSIX shell, asks for the files
 * that the host does not have yet, keeps them, and becomes a node.
 */
public final class CommandCarrier implements Carrier {
  /** What the command's host takes the place of. */
  private static final String HOST = "{}";

  /** The code with which the script ends after its node has: it survives the node, and says so. */
  private static final int NODE_ENDED = 86;

  private static final int NO_JAVA = 87;
  private static final int NO_FOLDER = 88;
  private static final int NO_JAVA_HOME = 89;
  private static final int COLON_IN_FOLDER = 90;

  /** Less than a whole file has come, because it was not sent or the connection has ended. */
  private static final int NOT_WHOLE = 91;

  /** What every JVM prints that is older than what it is to run. */
  private static final String TOO_OLD = "UnsupportedClassVersionError";

  private static final String WANT = "procession-want ";
  private static final String NODE = "procession-node";
  private static final int MAX_LINE_BYTES = 10_000;
  private static final int MAX_LINES = 1000;
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long CLOSING_MILLIS = 2000;
  private static final int PATIENCE = 4;
  private static final int TAIL_LINES = 5;

  /** As for workers: the terminal's interrupt is this program's to handle. */
  private static final List<String> UNINTERRUPTED =
      List.of("/bin/sh", "-c", "trap \"\" INT; exec \"$@\"", "sh");

  private final List<String> hosts;
  private final List<String> command;
  private final Map<String, Integer> slots;
  private final ShippedClassPath classPath;
  private final Threads threads;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A carrier that has not connected.
   *
   * @param command the command, in which {@code {}} is the host; where it is missing the host comes
   *     last
   * @param slots how many workers run at once on each host, where it was said
   * @param classPath what the node and its workers need
   * @param folder for short-lived files; deleted when it is closed
   */
  public CommandCarrier(
      List<String> hosts,
      List<String> command,
      Map<String, Integer> slots,
      List<String> classPath,
      PoolFolder folder,
      Threads threads) {
    this.hosts = List.copyOf(hosts);
    this.command = List.copyOf(command);
    this.slots = Map.copyOf(slots);
    this.classPath = new ShippedClassPath(classPath, folder);
    this.threads = threads;
  }

  @Override
  public List<String> hosts() {
    return hosts;
  }

  @Override
  public void open(Listener listener) {
    for (String host : hosts) {
      threads.daemon("procession-host-" + host, () -> keepConnected(host, listener), 0).start();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    // A node ends with its input; the command ends with the node.
    running.forEach(
        process -> threads.daemon("procession-host-close", () -> closeInput(process), 0).start());
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
    for (Process each : running) {
      try {
        each.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      kill(each);
    }
    classPath.close();
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended.
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void keepConnected(String host, Listener listener) {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    try {
      while (closed.getCount() > 0) {
        boolean wasConnected = connect(host, listener);
        pauseMillis =
            wasConnected ? FIRST_PAUSE_MILLIS : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        closed.await(pauseMillis, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects, and carries messages until the connection ends; returns whether there was one. */
  private boolean connect(String host, Listener listener) {
    Process process;
    try {
      List<ShippedJars.Jar> files = classPath.jars();
      process = new ProcessBuilder(commandFor(host, files)).start();
    } catch (IOException e) {
      listener.failed(host, String.valueOf(e.getMessage()));
      return false;
    }
    running.add(process);
    // Guards against a race with the close, which may have looked before.
    if (closed.getCount() == 0) {
      kill(process);
    }
    Tail errors = new Tail();
    Thread reading =
        threads.daemon(
            "procession-host-" + host + "-err", () -> errors.read(process.getErrorStream()), 0);
    reading.start();
    // Killed, because closing a pipe would wait for a thread that writes to a host that does not
    // read.
    StreamLink link =
        new StreamLink(process.getInputStream(), process.getOutputStream(), () -> kill(process));
    Receiver receiver = null;
    String trouble = "";
    try {
      bootstrap(process, errors);
      link.start(threads, "procession-host-" + host + "-in");
      receiver = listener.connected(host, link);
      while (true) {
        receiver.received(link.read());
      }
    } catch (EOFException e) {
      trouble = "the connection ended";
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
    } finally {
      if (receiver == null) {
        closeInput(process);
      }
      int code = exitCode(process);
      running.remove(process);
      // Before the link is closed, which kills the process and so discards what it has printed.
      join(reading, errors);
      link.close();
      String why = reason(code, trouble, errors.text());
      if (receiver == null) {
        listener.failed(host, why);
      } else {
        receiver.ended(code == NODE_ENDED ? NodeEnd.ENDED : NodeEnd.UNKNOWN, why);
      }
    }
    return receiver != null;
  }

  private static int exitCode(Process process) {
    try {
      if (!process.waitFor(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
        kill(process);
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** What the command leaves running may hold its stderr, so it need not end. */
  private static void join(Thread thread, Tail errors) {
    try {
      thread.join(CLOSING_MILLIS);
      // On a busy machine, it may not have had its turn.
      for (int i = 0; i < PATIENCE && thread.isAlive() && errors.text().isEmpty(); i++) {
        thread.join(CLOSING_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String reason(int code, String trouble, String errors) {
    String said = errors.isEmpty() ? "" : ": " + errors;
    return switch (code) {
      case NODE_ENDED ->
          (errors.contains(TOO_OLD)
                  ? "its java is too old, version 17 or later is needed"
                  : "its node ended")
              + said;
      case NO_JAVA -> "there is no java on its PATH and no JAVA_HOME" + said;
      case NO_JAVA_HOME -> "there is no bin/java in its JAVA_HOME" + said;
      case NO_FOLDER -> "its cache folder cannot be written" + said;
      case COLON_IN_FOLDER ->
          "its cache folder has a colon in its name, which a class path cannot have; set"
              + " XDG_CACHE_HOME there to another folder"
              + said;
      case NOT_WHOLE -> trouble;
      case 127 -> "the command " + command.get(0) + " or the host's shell was not found" + said;
      default ->
          (errors.isEmpty() ? trouble : errors)
              + " ("
              + command.get(0)
              + " ended with code "
              + code
              + ")";
    };
  }

  private List<String> commandFor(String host, List<ShippedJars.Jar> files) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(Path.of(UNINTERRUPTED.get(0)))) {
      words.addAll(UNINTERRUPTED);
    }
    boolean isNamed = command.stream().anyMatch(word -> word.contains(HOST));
    command.forEach(word -> words.add(word.replace(HOST, host)));
    if (!isNamed) {
      words.add(host);
    }
    words.add("exec /bin/sh -c '" + script(host, files) + "'");
    return words;
  }

  /** Has no quotation mark, line end or exclamation mark, so that any login shell hands it on. */
  private String script(String host, List<ShippedJars.Jar> files) {
    StringBuilder script = new StringBuilder();
    script.append("umask 077; d=\"${XDG_CACHE_HOME:-$HOME/.cache}/procession/jars\"; ");
    script.append("case \"$d\" in *:*) echo \"$d\" >&2; exit ").append(COLON_IN_FOLDER);
    script.append(";; esac; mkdir -p \"$d\" || exit ").append(NO_FOLDER).append("; ");
    script.append("j=java; if [ -n \"$JAVA_HOME\" ]; then j=\"$JAVA_HOME/bin/java\"; ");
    script.append("[ -x \"$j\" ] || { echo \"$JAVA_HOME\" >&2; exit ").append(NO_JAVA_HOME);
    script.append("; }; fi; command -v \"$j\" >/dev/null || exit ").append(NO_JAVA);
    script.append("; c=; for b in");
    files.forEach(jar -> script.append(' ').append(jar.hash()).append('.').append(jar.sizeBytes()));
    script.append("; do f=\"$d/${b%.*}.jar\"; n=${b#*.}; ");
    script.append("if [ -f \"$f\" ] && [ $(wc -c <\"$f\") -eq $n ]; then :; else ");
    // What has not come as a whole must not get the name, and head does not say so. The other name
    // is one that nobody else uses, on no host that has the same folder.
    script.append("t=\"$f.").append(UUID.randomUUID()).append("\"; ");
    script.append("echo \"").append(WANT).append("${b%.*}\"; head -c $n >\"$t\" || exit ");
    script.append(NO_FOLDER).append("; if [ $(wc -c <\"$t\") -ne $n ]; then rm -f \"$t\"; exit ");
    script.append(NOT_WHOLE).append("; fi; mv -f \"$t\" \"$f\" || exit ").append(NO_FOLDER);
    script.append("; fi; c=\"$c:$f\"; done; echo ").append(NODE).append("; ");
    script.append("PROCESSION_DEPTH=").append(NestingDepth.ofThisProcess());
    script.append(" \"$j\" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto");
    script.append(" -cp \"${c#:}\" dev.procession.process.node.Main");
    Integer wanted = slots.get(host);
    if (wanted != null) {
      script.append(' ').append(wanted);
    }
    // Not exec: the shell outlives a node that is killed, and tells.
    script.append("; exit ").append(NODE_ENDED);
    return script.toString();
  }

  /** Answers the script until it is about to become a node. */
  private void bootstrap(Process process, Tail noise) throws IOException {
    InputStream in = process.getInputStream();
    OutputStream out = process.getOutputStream();
    for (int lines = 0; lines < MAX_LINES; lines++) {
      String line = line(in);
      if (line.equals(NODE)) {
        return;
      }
      if (line.startsWith(WANT)) {
        send(line.substring(WANT.length()), out);
      } else {
        // The login shell's greeting, say.
        noise.add(line);
      }
    }
    throw new IOException("its shell prints too much");
  }

  private void send(String hash, OutputStream out) throws IOException {
    for (ShippedJars.Jar jar : classPath.jars()) {
      if (jar.hash().equals(hash)) {
        classPath.send(jar, out);
        return;
      }
    }
    throw new IOException("it asks for a file that is not on the class path");
  }

  /** Unbuffered, because what comes behind the last line is not text. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (line.size() < MAX_LINE_BYTES) {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /** The last lines of what a command printed. */
  private static final class Tail {
    /** Guarded by this. */
    private final Deque<String> lines = new ArrayDeque<>();

    void read(InputStream in) {
      try {
        while (true) {
          add(line(in));
        }
      } catch (IOException e) {
        // Its end.
      }
    }

    synchronized void add(String line) {
      if (!line.isBlank()) {
        lines.add(line);
      }
      if (lines.size() > TAIL_LINES) {
        lines.remove();
      }
    }

    synchronized String text() {
      return String.join("; ", lines);
    }
  }
}
