package dev.procession.cli;

import java.util.List;

/** A way to do the same work. */
interface Way {
  /**
   * Does the items.
   *
   * @throws ComparedItemException if one of them fails
   */
  Pass run(List<String> items);
}
