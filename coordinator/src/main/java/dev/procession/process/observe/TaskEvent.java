package dev.procession.process.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The flight recorder event of a task. Filled by the thread that commits it. */
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

  @Label("Host")
  @Description("The host of the process; empty for the machine of the pool")
  String host = "";

  @Label("Job")
  @Description("The map or stream call of the task; all submitted tasks share one job")
  long job;

  @Label("Name")
  @Description("The name of the task, or of the map or stream call, if it has one")
  String name = "";

  @Label("Index")
  @Description("The index of the task in its job")
  long index;

  @Label("Attempt")
  @Description("Starts at 1 and increases with each attempt that is repeated")
  int attempt;

  @Label("End")
  @Description(
      "SUCCEEDED, FAILED, or LOST with its worker, as by a crash, a timeout or a cancellation")
  String end = "";

  @Label("Run Time")
  @Description("Time in the worker; the mean if several tasks were answered together; 0 if lost")
  @Timespan
  long runTime;
}
