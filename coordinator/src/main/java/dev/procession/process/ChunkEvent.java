package dev.procession.process;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What the flight recorder is told of a chunk. Filled by the thread that commits it. */
@Name("dev.procession.Chunk")
@Label("Chunk")
@Category("Procession")
@Description("A chunk of items, from being sent to a worker until its last answer")
@StackTrace(false)
final class ChunkEvent extends Event {
  @Label("Worker")
  int worker;

  @Label("Process Id")
  long pid;

  @Label("Job")
  @Description("The call of map or stream that the items belong to; submitted tasks share one")
  long job;

  @Label("First Index")
  @Description("The index in the job of the first item")
  long firstIndex;

  @Label("Items")
  int items;

  @Label("Answered")
  @Description("How many were answered; fewer than the items where the rest was taken back or lost")
  int answered;

  @Label("Size")
  @DataAmount
  long bytes;
}
