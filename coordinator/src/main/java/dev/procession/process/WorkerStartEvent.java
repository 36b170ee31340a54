package dev.procession.process;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * What the flight recorder is told of a process that is ready. Filled by the thread that commits
 * it.
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
  @Description("How many processes had the worker's number, this one included")
  int generation;

  @Label("Process Id")
  long pid;
}
