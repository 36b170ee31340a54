package dev.procession.process.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The flight recorder event of a worker process that has become ready. Filled by the thread that
 * commits it.
 */
@Name("dev.procession.WorkerStart")
@Label("Worker Start")
@Category("Procession")
@Description("A worker process, from its launch until it can run tasks")
@StackTrace(false)
final class WorkerStartEvent extends Event {
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
}
