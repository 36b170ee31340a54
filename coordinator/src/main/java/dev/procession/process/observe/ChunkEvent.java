package dev.procession.process.observe;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder event of a chunk. Filled by the thread that commits it. */
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

  @Label("Host")
  @Description("The host of the process; empty for the machine of the pool")
  String host = "";

  @Label("Job")
  @Description("The map or stream call of the items; all submitted tasks share one job")
  long job;

  @Label("Name")
  @Description("The name of the first task, if it has one")
  String name = "";

  @Label("First Index")
  @Description("The index in the job of the first item")
  long firstIndex;

  @Label("Items")
  int items;

  @Label("Answered")
  @Description(
      "Number of answered items; less than the number of items if the rest was returned"
          + " or lost")
  int answered;

  @Label("Size")
  @DataAmount
  long bytes;
}
