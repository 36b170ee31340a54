package dev.procession.process;

import dev.procession.process.ScriptedWorker.Script;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.Launcher;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Launches scripted workers in place of processes, each on a thread. */
public final class ScriptedWorkers implements Launcher {
  /** Beyond the numbers that the system gives. */
  private static final long FIRST_PID = 1L << 40;

  /** The longest item. */
  public static final int MAX_ITEM_BYTES = 1 << 20;

  private static final Pattern ARGUMENT_FILE = Pattern.compile("args-(\\d+)-(\\d+)$");

  private final AtomicLong pids = new AtomicLong(FIRST_PID);
  private final Map<WorkerKey, ScriptedProcess> launched = new ConcurrentHashMap<>();
  private final Function<WorkerKey, Script> scripts;

  public ScriptedWorkers(Function<WorkerKey, Script> scripts) {
    this.scripts = scripts;
  }

  /** Those of a pool that sets nothing else. */
  public static EngineOptions options(SchedulerOptions scheduling) {
    return new EngineOptions(
        scheduling,
        Optional.empty(),
        new WorkerOptions(
            LaunchOptions.defaults(scheduling.workers()),
            MAX_ITEM_BYTES,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            line -> {}),
        List.of());
  }

  /** The processes that have been launched so far. */
  Map<WorkerKey, ScriptedProcess> launched() {
    return launched;
  }

  @Override
  public Process launch(ProcessBuilder builder) {
    WorkerKey key =
        builder.command().stream()
            .map(ARGUMENT_FILE::matcher)
            .filter(Matcher::find)
            .map(m -> new WorkerKey(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
            .findFirst()
            .orElseThrow();
    ScriptedProcess process = new ScriptedProcess(pids.getAndIncrement());
    launched.put(key, process);
    Thread thread = new Thread(() -> play(scripts.apply(key), process), "scripted-" + key);
    thread.setDaemon(true);
    thread.start();
    return process;
  }

  private static void play(Script script, ScriptedProcess process) {
    try {
      script.play(new ScriptedWorker(process));
    } catch (IOException e) {
      // It was killed, most likely; who was not has a mistake in its script.
      if (!process.isEnding()) {
        throw new UncheckedIOException(e);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
