package dev.procession.process;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * What the flight recorder is told of a process that is gone. Filled by the thread that commits it.
 */
@Name("dev.procession.WorkerExit")
@Label("Worker Exit")
@Category("Procession")
@Description("The end of a worker process")
@StackTrace(false)
final class WorkerExitEvent extends Event {
  @Label("Worker")
  int worker;

  @Label("Generation")
  @Description("How many processes had the worker's number, this one included")
  int generation;

  @Label("Process Id")
  long pid;

  @Label("Exit Code")
  @Description("-1 where no process could be made")
  int exitCode;

  @Label("Detail")
  @Description("What the pool knows besides, such as the reason for killing it")
  String detail = "";
}
