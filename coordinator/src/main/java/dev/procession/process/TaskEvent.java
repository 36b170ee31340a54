package dev.procession.process;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What the flight recorder is told of a task. Filled by the thread that commits it. */
@Name("dev.procession.Task")
@Label("Task")
@Category("Procession")
@Description("One task that a worker has run")
@StackTrace(false)
final class TaskEvent extends Event {
  @Label("Worker")
  int worker;

  @Label("Process Id")
  long pid;

  @Label("Job")
  @Description("The call of map or stream that the task belongs to; submitted tasks share one")
  long job;

  @Label("Index")
  @Description("The index of the task in its job")
  long index;

  @Label("Attempt")
  @Description("From 1: one more than the workers that died running it")
  int attempt;

  @Label("End")
  @Description(
      "SUCCEEDED, FAILED, or LOST with its worker, as by a crash, a timeout or a cancellation")
  String end = "";

  @Label("Run Time")
  @Description("In the worker; the mean where the worker answered for several at once; 0 if lost")
  @Timespan
  long runTime;
}
