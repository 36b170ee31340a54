package dev.procession.worker;

import static dev.procession.worker.LaunchedWorkers.coordinatorOf;
import static dev.procession.worker.LaunchedWorkers.exitCode;
import static dev.procession.worker.LaunchedWorkers.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.ToWorker;
import dev.procession.task.SerializableFunction;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose shutdown has begun ends, whatever its shutdown hooks do. */
@Timeout(60)
class ShutdownLimitTest {
  private static final long GRACE_MILLIS = 400;
  private static final String LAST_LINE =
      "shutdown hooks have not ended within 400 ms; still running: stubborn\n";

  private static final SerializableFunction<Integer, Integer> ADD_STUBBORN_HOOK =
      x -> {
        Runtime.getRuntime().addShutdownHook(new Thread(ShutdownLimitTest::spin, "stubborn"));
        return x;
      };

  private static final SerializableFunction<Integer, Integer> EXIT =
      x -> {
        System.exit(x);
        return x;
      };

  @RegisterExtension final LaunchedWorkers workers = new LaunchedWorkers();

  @Test
  void exitOfATaskIsCutShort(@TempDir Path folder) throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = startWithStubbornHook(process, folder);

    coordinator.run(2, 2, 7);

    readUntil(process.getErrorStream(), LAST_LINE);
    assertEquals(ProcessExit.HOOKS_HANG, exitCode(process));
  }

  @Test
  void signalledWorkerIsCutShort(@TempDir Path folder) throws Exception {
    Process process = workers.launch("fd");
    startWithStubbornHook(process, folder);

    // Process.destroy would close the streams, too.
    process.toHandle().destroy();

    readUntil(process.getErrorStream(), LAST_LINE);
    assertEquals(ProcessExit.HOOKS_HANG, exitCode(process));
  }

  @Test
  void dismissedWorkerIsCutShort(@TempDir Path folder) throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = startWithStubbornHook(process, folder);

    coordinator.send(new ToWorker.Bye());

    readUntil(process.getErrorStream(), LAST_LINE);
    assertEquals(ProcessExit.HOOKS_HANG, exitCode(process));
  }

  @Test
  void shutdownWithoutHooksKeepsItsCodeEvenWithoutGrace(@TempDir Path folder) throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.limitShutdown(0);
    coordinator.startUp(folder);
    coordinator.define(2, FunctionKind.FUNCTION, EXIT);

    coordinator.run(2, 2, 7);

    assertEquals(7, exitCode(process));
  }

  private static ScriptedCoordinator startWithStubbornHook(Process process, Path folder)
      throws Exception {
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.limitShutdown(GRACE_MILLIS);
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, ADD_STUBBORN_HOOK);
    coordinator.define(2, FunctionKind.FUNCTION, EXIT);
    coordinator.run(1, 1, 1);
    coordinator.values(1, 0, 1);
    return coordinator;
  }

  static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
