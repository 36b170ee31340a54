package dev.procession.process.worker;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads what is needed to report a failure, before there is one: later the program's jar may have
 * been overwritten, or there may be no file descriptor left to read it.
 */
final class FailureClasses {
  /**
   * They are loaded so long after a process has answered for the first time, or twice as long. A
   * program that waits for its first result needs the processors for other classes until then, and
   * one that ends with it does not need these.
   */
  static final long LOOK_MILLIS = 100;

  /** After so many times that without an answer, they are loaded as well. */
  static final int LOOKS_WITHOUT_ANSWER = 5;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  /** With all classes that are declared in them. */
  static final List<String> NAMES =
      List.of(
          "dev.procession.CrashReport",
          "dev.procession.Failures",
          "dev.procession.LineRelay",
          "dev.procession.ListenerCalls",
          "dev.procession.MapFuture",
          "dev.procession.MessageText",
          "dev.procession.ProcessionException",
          "dev.procession.SerializationException",
          "dev.procession.TaskFailedException",
          "dev.procession.TaskFuture",
          "dev.procession.TaskRef",
          "dev.procession.TaskStack",
          "dev.procession.TaskTimeoutException",
          "dev.procession.WorkerCrashedException",
          "dev.procession.WorkerExit",
          "dev.procession.WorkerInfo",
          "dev.procession.WorkerOutput",
          "dev.procession.WorkerRef",
          "dev.procession.WorkerStartException",
          "dev.procession.process.AwakeClock",
          "dev.procession.process.CommandRunner",
          "dev.procession.process.Engine",
          "dev.procession.process.EngineOptions",
          "dev.procession.process.EventLoop",
          "dev.procession.process.SharedStates",
          "dev.procession.process.UnstartedTasks",
          "dev.procession.process.host.ExitFacts",
          "dev.procession.process.host.HostsReport",
          "dev.procession.process.host.LocalHost",
          "dev.procession.process.host.ProcessTree",
          "dev.procession.protocol.codec.Answers",
          "dev.procession.process.job.EndedItems",
          "dev.procession.process.job.Endings",
          "dev.procession.process.job.Feeder",
          "dev.procession.process.job.FunctionDefinition",
          "dev.procession.process.job.FunctionEncoder",
          "dev.procession.process.job.ItemBatch",
          "dev.procession.process.job.ItemProgress",
          "dev.procession.process.job.Job",
          "dev.procession.process.job.JobCancelledException",
          "dev.procession.process.job.Loop",
          "dev.procession.process.job.MapRequest",
          "dev.procession.process.job.ResultQueue",
          "dev.procession.process.job.RetryRule",
          "dev.procession.process.job.SourceFailedException",
          "dev.procession.process.job.SourceJob",
          "dev.procession.process.job.SubmissionOwner",
          "dev.procession.process.job.SubmitJob",
          "dev.procession.process.job.SubmitJobs",
          "dev.procession.process.job.SubmitLimit",
          "dev.procession.process.job.SubmitOptions",
          "dev.procession.process.job.SubmittedTask",
          "dev.procession.process.job.WaitLog",
          "dev.procession.process.job.Window",
          "dev.procession.process.job.WindowFigures",
          "dev.procession.process.job.WorkerIdentity",
          "dev.procession.process.launch.InheritedProperties",
          "dev.procession.process.launch.LaunchFlag",
          "dev.procession.process.observe.EngineSnapshot",
          "dev.procession.process.observe.ExitReport",
          "dev.procession.process.observe.JobFigures",
          "dev.procession.process.observe.ListenerNotifier",
          "dev.procession.process.observe.ListenerQueue",
          "dev.procession.process.observe.ObservedPool",
          "dev.procession.process.observe.PoolEvent",
          "dev.procession.process.observe.PoolLog",
          "dev.procession.process.observe.Recorder",
          "dev.procession.process.observe.WorkerObservation",
          "dev.procession.process.thread.CallbackThreads",
          "dev.procession.process.thread.KeepAlive",
          "dev.procession.process.thread.Signals",
          "dev.procession.process.thread.StaticInitializers",
          "dev.procession.process.thread.Threads",
          "dev.procession.process.worker.AwaitedChunk",
          "dev.procession.process.worker.LineSplitter",
          "dev.procession.process.worker.OutputRelay",
          "dev.procession.process.worker.RunningItemView",
          "dev.procession.process.worker.WorkerProcess",
          "dev.procession.process.worker.WorkerReports",
          "dev.procession.process.worker.WorkerRequests",
          "dev.procession.process.worker.WorkerWriter",
          "dev.procession.protocol.ErrorText",
          "dev.procession.protocol.ProtocolException",
          "dev.procession.protocol.Running",
          "dev.procession.protocol.SharedOperation",
          "dev.procession.protocol.SharedReply",
          "dev.procession.protocol.WorkerMark",
          "dev.procession.scheduler.ActiveWorker",
          "dev.procession.scheduler.Alarms",
          "dev.procession.scheduler.Batch",
          "dev.procession.scheduler.BatchState",
          "dev.procession.scheduler.Cancellation",
          "dev.procession.scheduler.Chunk",
          "dev.procession.scheduler.ChunkSizer",
          "dev.procession.scheduler.Chunks",
          "dev.procession.scheduler.Command",
          "dev.procession.scheduler.Counts",
          "dev.procession.scheduler.Deadlines",
          "dev.procession.scheduler.Dispatcher",
          "dev.procession.scheduler.Event",
          "dev.procession.scheduler.ExitCause",
          "dev.procession.scheduler.ExitReason",
          "dev.procession.scheduler.Failure",
          "dev.procession.scheduler.HeldChunk",
          "dev.procession.scheduler.HeldChunks",
          "dev.procession.scheduler.ItemRange",
          "dev.procession.scheduler.JobOptions",
          "dev.procession.scheduler.JobSnapshot",
          "dev.procession.scheduler.JobState",
          "dev.procession.scheduler.Jobs",
          "dev.procession.scheduler.KillReason",
          "dev.procession.scheduler.LaunchLimit",
          "dev.procession.scheduler.Outbox",
          "dev.procession.scheduler.PoolSnapshot",
          "dev.procession.scheduler.PoolState",
          "dev.procession.scheduler.Recovery",
          "dev.procession.scheduler.Replacement",
          "dev.procession.scheduler.Retries",
          "dev.procession.scheduler.RunningItem",
          "dev.procession.scheduler.Scheduler",
          "dev.procession.scheduler.SchedulerOptions",
          "dev.procession.scheduler.Staffing",
          "dev.procession.scheduler.StartQueue",
          "dev.procession.scheduler.Worker",
          "dev.procession.scheduler.WorkerKey",
          "dev.procession.scheduler.WorkerLifecycle",
          "dev.procession.scheduler.WorkerSlot",
          "dev.procession.scheduler.WorkerState",
          "dev.procession.scheduler.WorkerTime",
          "dev.procession.sharing.Caller",
          "dev.procession.sharing.CounterState",
          "dev.procession.sharing.LatchState",
          "dev.procession.sharing.Left",
          "dev.procession.sharing.LockState",
          "dev.procession.sharing.MapState",
          "dev.procession.sharing.ObjectState",
          "dev.procession.sharing.QueueState",
          "dev.procession.sharing.Request",
          "dev.procession.sharing.SemaphoreState",
          "dev.procession.sharing.Session",
          "dev.procession.sharing.SharedSpec",
          "dev.procession.sharing.Sharing",
          "dev.procession.sharing.SharingCommand",
          "dev.procession.sharing.SharingEvent",
          "dev.procession.sharing.SharingLimits",
          "dev.procession.sharing.TaskLabel");

  private FailureClasses() {}

  /** Loads them, once; what cannot be loaded is left to the ways that do without. */
  static void load() {
    if (BEGUN.compareAndSet(false, true)) {
      for (String name : NAMES) {
        load(name);
      }
    }
  }

  private static void load(String name) {
    try {
      ClassLoader loader = FailureClasses.class.getClassLoader();
      for (Class<?> declared : Class.forName(name, true, loader).getDeclaredClasses()) {
        Class.forName(declared.getName(), true, loader);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // Too late for this one.
    }
  }
}
