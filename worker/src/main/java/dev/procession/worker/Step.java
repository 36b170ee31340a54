package dev.procession.worker;

import dev.procession.protocol.ToWorker;
import java.util.OptionalInt;

/** What the reader hands to the runner, which takes the steps one after the other. */
sealed interface Step permits Chunk, Step.Settle, Step.Define, Step.Forget, Step.Start, Step.Leave {

  /** Get ready for items, as the coordinator's half of the handshake says. */
  record Settle(ToWorker.Welcome welcome) implements Step {}

  /** Learn a function. */
  record Define(ToWorker.Define function) implements Step {}

  /** Drop a function. */
  record Forget(int functionId) implements Step {}

  /** Run the initializer, if any, and say that the worker is ready. */
  record Start(OptionalInt initializerId) implements Step {}

  /** End the process; nothing follows. */
  record Leave() implements Step {}
}
