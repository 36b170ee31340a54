package dev.procession.process.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The flight recorder event of the end of a worker process. Filled by the thread that commits it.
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
  @Description("Number of processes so far with this worker number, including this one")
  int generation;

  @Label("Process Id")
  long pid;

  @Label("Host")
  @Description("The host of the process; empty for the machine of the pool")
  String host = "";

  @Label("Exit Code")
  @Description("-1 if no process could be created")
  int exitCode;

  @Label("Detail")
  @Description("Further information, such as the reason for killing it")
  String detail = "";
}
