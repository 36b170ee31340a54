package dev.procession.process.host;

import dev.procession.process.observe.ObservedPool;
import dev.procession.scheduler.RunningItem;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A worker process that was launched, wherever it runs. Any thread may call it, except where it
 * says otherwise.
 */
public interface HostedProcess {
  long pid();

  /** The name of its host; empty for this machine. */
  Optional<String> host();

  /** The path, on its host, of the page on which it says what it runs. */
  String page();

  OutputStream workersStdin();

  InputStream workersStdout();

  InputStream workersStderr();

  /**
   * Whether {@link #workersStderr} ends with the process. A pipe does not as long as a process that
   * the worker has started holds it.
   */
  boolean stderrEndsWithProcess();

  /** The item that it runs; once it has exited, the last one. */
  Optional<RunningItem> running();

  /** The same, and how much of its heap it uses, as far as it says so. */
  ObservedPool.ProcessFigures figures();

  /** Sends a signal to the process alone; returns whether it was there and could be sent one. */
  boolean signal(ObservedPool.Signal signal);

  /** It has taken in what it needs to start, so that the files it found there may go. */
  void isReady();

  /** Kills the process, if it lives, and its descendants; may take a while. */
  void kill();

  /** Kills the process itself, by the way that needs least. */
  void killItself();

  /** Waits for its end. Nobody interrupts the threads that call this. */
  void await();

  /** Whether it ends within that time; waits for that. */
  boolean endsWithin(long millis);

  /** Whether the process, whose channel has ended, exits soon; waits for that. */
  boolean exitsSoon();

  /** Kills what the process, which is gone, has left behind; then says how it ended. */
  ExitFacts exit();

  /** Closes the streams of the process, which is gone, except stderr, and removes its files. */
  void close();
}
