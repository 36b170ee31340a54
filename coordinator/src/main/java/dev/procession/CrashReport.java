package dev.procession;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param exitCode its exit code; empty if its exit was not observed
 * @param signal the name of the signal that killed it, such as {@code SIGKILL}
 * @param stderrTail the last lines it printed to its error stream, or an empty text
 * @param errorFile the head of the file that a crashing JVM writes ({@code hs_err_pid.log})
 * @param misbehaviour the protocol violation for which it was killed
 * @param unread why this process could not read its output, for which it was ended
 */
record CrashReport(
    OptionalInt exitCode,
    Optional<String> signal,
    String stderrTail,
    Optional<String> errorFile,
    Optional<String> misbehaviour,
    Optional<String> unread) {
  /** The JVM's own exit code after {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int EXIT_OUT_OF_MEMORY = 3;

  /** The worker's own exit codes. */
  private static final int EXIT_PIPE_CLOSED = 70;

  private static final int EXIT_PROTOCOL = 71;
  private static final int EXIT_UNABLE = 72;
  private static final int EXIT_HOOKS_HANG = 75;
  private static final int SIGNAL_BASE = 128;

  /** A report with only the exit code and the output. */
  static CrashReport ofExit(int exitCode, String stderrTail) {
    return new CrashReport(
        OptionalInt.of(exitCode),
        signalOf(exitCode),
        stderrTail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A report on a process whose exit was not observed. */
  static CrashReport unknown(String stderrTail) {
    return new CrashReport(
        OptionalInt.empty(),
        Optional.empty(),
        stderrTail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The signal in an exit code. A killed process has an exit code of 128 plus the signal's number;
   * a process that exits with such a code itself looks the same.
   */
  static Optional<String> signalOf(int exitCode) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    return Optional.ofNullable(
        switch (exitCode - SIGNAL_BASE) {
          case 1 -> "SIGHUP";
          case 2 -> "SIGINT";
          case 3 -> "SIGQUIT";
          case 4 -> "SIGILL";
          case 5 -> "SIGTRAP";
          case 6 -> "SIGABRT";
          case 7 -> mac ? "SIGEMT" : "SIGBUS";
          case 8 -> "SIGFPE";
          case 9 -> "SIGKILL";
          case 10 -> mac ? "SIGBUS" : "SIGUSR1";
          case 11 -> "SIGSEGV";
          case 12 -> mac ? "SIGSYS" : "SIGUSR2";
          case 13 -> "SIGPIPE";
          case 14 -> "SIGALRM";
          case 15 -> "SIGTERM";
          case 24 -> "SIGXCPU";
          case 25 -> "SIGXFSZ";
          default -> null;
        });
  }

  /** What happened to the process, as the predicate of a sentence. */
  String whatHappened() {
    if (misbehaviour.isPresent()) {
      return "was killed because it violated the protocol";
    }
    if (unread.isPresent()) {
      return "was terminated by the pool";
    }
    if (signal.isPresent()) {
      return "was killed by " + signal.get();
    }
    return exitCode.isPresent()
        ? "exited with code " + exitCode.getAsInt()
        : "ended with an unknown exit code";
  }

  /** The exit code, the likely reason and the last output, which follow the sentence. */
  String details() {
    StringBuilder text = new StringBuilder();
    if (exitCode.isPresent() && (signal.isPresent() || misbehaviour.isPresent())) {
      text.append(" Exit code ").append(exitCode.getAsInt()).append('.');
    }
    unread.ifPresent(
        why ->
            text.append(" Its results could not be read in this process: ")
                .append(why)
                .append(". If the heap of this process is full, give it a larger one (-Xmx), or")
                .append(" take the results as a stream."));
    return text.append(likelyReason()).append(lastWords()).toString();
  }

  /** The quoted last messages of the process; empty, or lines to append to a text. */
  String lastWords() {
    return misbehaviour.map(sent -> MessageText.quoted("It sent", sent)).orElse("")
        + errorFile
            .map(head -> MessageText.quoted("The JVM's crash report begins", head))
            .orElse("")
        + MessageText.quoted("Last lines of its stderr", stderrTail);
  }

  private String likelyReason() {
    if (misbehaviour.isPresent() || unread.isPresent()) {
      return "";
    }
    if (errorFile.isPresent()) {
      return " That was a crash in native code or in the JVM itself.";
    }
    return switch (signal.orElse("")) {
      case "SIGKILL" ->
          " If nobody sent that signal, the system was out of memory: try fewer workers or a"
              + " smaller maxHeap.";
      case "SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE" ->
          " That was a crash in native code or in the JVM itself.";
      case "" -> reasonForCode();
      default -> "";
    };
  }

  private String reasonForCode() {
    if (exitCode.isEmpty()) {
      return "";
    }
    return switch (exitCode.getAsInt()) {
      case EXIT_OUT_OF_MEMORY ->
          " Look for System.exit(3) in its code; a JVM also exits with this code when it is out"
              + " of memory and was started with -XX:+ExitOnOutOfMemoryError.";
      case EXIT_PIPE_CLOSED ->
          " A worker exits with this code when its pipe to the coordinator is closed.";
      case EXIT_PROTOCOL ->
          " A worker exits with this code when it cannot read a message that it received.";
      case EXIT_UNABLE ->
          " A worker exits with this code when it runs out of memory outside a task, for example"
              + " because an item does not fit into its heap: try a larger maxHeap.";
      case EXIT_HOOKS_HANG ->
          " A worker exits with this code when it was told to exit, for example by System.exit"
              + " or SIGTERM, and its shutdown hooks did not finish within the shutdownGrace.";
      default -> " Look for System.exit, Runtime.halt or native code that ends the process.";
    };
  }
}
