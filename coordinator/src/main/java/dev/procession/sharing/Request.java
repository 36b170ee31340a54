package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;

/**
 * Something that is asked, at once or for some time.
 *
 * @param id 0 where no answer is wanted
 */
record Request(
    Caller caller, long id, ObjectState object, String place, SharedOperation operation) {

  /** How long it may wait; 0 for what never waits. */
  long waitNanos() {
    if (operation instanceof SharedOperation.Lock o) {
      return o.waitNanos();
    } else if (operation instanceof SharedOperation.Acquire o) {
      return o.waitNanos();
    } else if (operation instanceof SharedOperation.Put o) {
      return o.waitNanos();
    } else if (operation instanceof SharedOperation.Take o) {
      return o.waitNanos();
    } else if (operation instanceof SharedOperation.Await o) {
      return o.waitNanos();
    }
    return 0;
  }

  boolean waitsForEver() {
    return waitNanos() == SharedOperation.FOREVER;
  }

  /** How many bytes it keeps in memory while it waits. */
  long bytes() {
    return operation instanceof SharedOperation.Put put ? put.value().length : 0;
  }

  private String wanted() {
    if (operation instanceof SharedOperation.Put) {
      return "room in " + object;
    } else if (operation instanceof SharedOperation.Take) {
      return "an item of " + object;
    } else if (operation instanceof SharedOperation.Acquire acquire) {
      int permits = acquire.permits();
      return permits + (permits == 1 ? " permit of " : " permits of ") + object;
    }
    return object.toString();
  }

  @Override
  public String toString() {
    return caller + " waits for " + wanted() + (place.isEmpty() ? "" : " at " + place);
  }
}
