package dev.procession.process.host;

import dev.procession.scheduler.WorkerKey;
import java.util.List;

/** Told of what becomes of the hosts of a pool, on any thread; never blocks. */
public interface HostEvents {
  /**
   * There is room for another number of workers than before.
   *
   * @param places for how many
   * @param launchesAtOnce how many of them may be starting
   */
  void placesChanged(int places, int launchesAtOnce);

  /**
   * There is room for more workers than there have ever been, and the user did not say how many.
   */
  void hasRoomFor(int workers);

  /** There has been no host for too long. */
  void givenUp(HostsReport report);

  /** A host can be used. */
  void joined(String host);

  /**
   * A host takes no more workers and is to be left. What was there room for is told by {@link
   * #placesChanged}, again with each worker that has gone.
   *
   * @param workers those that run there or are being launched
   */
  void draining(List<WorkerKey> workers);

  /** A host is lost, has been left, or could not be used, and why. */
  void lost(String host, String why);
}
