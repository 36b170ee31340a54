package dev.procession.process.host;

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

  /** A host is lost, or could not be used, and why. */
  void lost(String host, String why);
}
