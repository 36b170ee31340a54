package dev.procession.worker;

import dev.procession.protocol.ToWorker;
import java.util.OptionalInt;

/** A unit of work passed from the reader to the runner, which executes the steps in order. */
sealed interface Step
    permits Chunk,
        Step.Prepare,
        Step.Define,
        Step.Forget,
        Step.CloseUnused,
        Step.Start,
        Step.Leave {

  /** Prepare for items as the coordinator's {@code Welcome} says. */
  record Prepare(ToWorker.Welcome welcome) implements Step {}

  /** Learn a function. */
  record Define(ToWorker.Define function) implements Step {}

  /** Drop a function. */
  record Forget(int functionId) implements Step {}

  /** Close the objects that no task will ask for. */
  record CloseUnused() implements Step {}

  /** Run the initializer, if any, and say that the worker is ready. */
  record Start(OptionalInt initializerId) implements Step {}

  /** End the process; nothing follows. */
  record Leave() implements Step {}
}
