package dev.procession.integration.chaos;

import java.util.SplittableRandom;

/** Somebody who uses the pool in one way. Used by one thread at a time. */
interface User {
  /** Makes one call of the pool, waits for its end, and checks all that came of it. */
  void useOnce(SplittableRandom random) throws Exception;
}
