package dev.procession;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param exitCode what it left; empty when it was never seen to end
 * @param signal the name of the signal that killed it, such as {@code SIGKILL}
 * @param stderrTail the last lines it printed to its error stream, or an empty text
 * @param errorFile the head of the file that a crashing JVM writes ({@code hs_err_pid.log})
 * @param misbehaviour what it sent that no worker may send, for which it was killed
 */
record CrashReport(
    OptionalInt exitCode,
    Optional<String> signal,
    String stderrTail,
    Optional<String> errorFile,
    Optional<String> misbehaviour) {
  /** The JVM's own exit code after {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int EXIT_OUT_OF_MEMORY = 3;

  /** The worker's own exit codes. */
  private static final int EXIT_PIPE_CLOSED = 70;

  private static final int EXIT_PROTOCOL = 71;
  private static final int EXIT_UNABLE = 72;
  private static final int EXIT_HOOKS_HANG = 75;
  private static final int SIGNAL_BASE = 128;

  /** The report on a process of which only the exit code and the prints are known. */
  static CrashReport ofExit(int exitCode, String stderrTail) {
    return new CrashReport(
        OptionalInt.of(exitCode),
        signalOf(exitCode),
        stderrTail,
        Optional.empty(),
        Optional.empty());
  }

  /** The report on something that was never seen to end. */
  static CrashReport unknown(String stderrTail) {
    return new CrashReport(
        OptionalInt.empty(), Optional.empty(), stderrTail, Optional.empty(), Optional.empty());
  }

  /**
   * The signal in an exit code. A process that is killed leaves 128 and the signal's number; one
   * that exits with such a code by itself cannot be told apart.
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

  /** What happened to the process, as the rest of a sentence that begins with its name. */
  String whatHappened() {
    if (misbehaviour.isPresent()) {
      return "was killed because it sent what no worker may send";
    }
    if (signal.isPresent()) {
      return "was killed by " + signal.get();
    }
    return exitCode.isPresent() ? "exited with code " + exitCode.getAsInt() : "went away";
  }

  /** The numbers, the likely reason and the prints: what follows the sentence. */
  String details() {
    StringBuilder text = new StringBuilder();
    if (exitCode.isPresent() && (signal.isPresent() || misbehaviour.isPresent())) {
      text.append(" Exit code ").append(exitCode.getAsInt()).append('.');
    }
    return text.append(likelyReason()).append(lastWords()).toString();
  }

  /** What it said in the end, by any way it had: nothing, or lines that follow a text. */
  String lastWords() {
    return misbehaviour.map(sent -> Text.quoted("It sent", sent)).orElse("")
        + errorFile.map(head -> Text.quoted("The JVM's crash report begins", head)).orElse("")
        + Text.quoted("Its last lines on stderr", stderrTail);
  }

  private String likelyReason() {
    if (misbehaviour.isPresent()) {
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
          " Look for System.exit(3) in what it runs; a JVM also leaves with this code when it is out of"
              + " memory and was started with -XX:+ExitOnOutOfMemoryError.";
      case EXIT_PIPE_CLOSED -> " A worker leaves with this code when its pipe is closed.";
      case EXIT_PROTOCOL -> " A worker leaves with this code when it cannot read what it is sent.";
      case EXIT_UNABLE ->
          " A worker leaves with this code when its memory runs out outside a task, as when an item"
              + " does not fit into its heap: try a larger maxHeap.";
      case EXIT_HOOKS_HANG ->
          " A worker leaves with this code when it was told to exit, as by System.exit or SIGTERM,"
              + " and its shutdown hooks did not end within the shutdownGrace.";
      default -> " Look for System.exit, Runtime.halt or native code that ends the process.";
    };
  }
}
