package dev.procession.cli.compare;

import java.util.List;

/** A strategy of executing the work: sequential, on threads or on processes. */
interface Strategy {
  /**
   * Processes the items.
   *
   * @throws ComparedItemException if one of them fails
   */
  TimedRun run(List<String> items);
}
