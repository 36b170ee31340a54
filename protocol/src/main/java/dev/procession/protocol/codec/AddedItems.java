package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What an encoder has added so far, for a thread that takes some of it while the encoder goes on.
 * To show one more item costs a few plain stores.
 *
 * <p>The count is stored last and read first. Whoever reads it may then find newer arrays than it
 * belongs to, which does no harm: an encoder's arrays only grow, and a longer one begins with all
 * that was in the shorter. No ends mean that all items are as long as the first, and once there are
 * some they are there for all items.
 */
public final class AddedItems {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(AddedItems.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Written by the encoding thread, like all that follows. */
  private byte[] bytes = {};

  private int[] ends = {};
  private int firstBytes;
  private int namesNeeded;

  @SuppressWarnings("UnusedVariable") // Used through COUNT.
  private int count;

  /** Nothing has been added. */
  public AddedItems() {}

  void show(byte[] newBytes, int[] newEnds, int newFirstBytes, int newNamesNeeded, int newCount) {
    bytes = newBytes;
    ends = newEnds;
    firstBytes = newFirstBytes;
    namesNeeded = newNamesNeeded;
    COUNT.setRelease(this, newCount);
  }

  /**
   * The items that have been shown.
   *
   * @return a view that stays as it is
   */
  public EncodedItems items() {
    int shown = (int) COUNT.getAcquire(this);
    return of(bytes, ends, firstBytes, namesNeeded, shown);
  }

  static EncodedItems of(byte[] bytes, int[] ends, int firstBytes, int namesNeeded, int count) {
    return count > 0 && ends.length == 0
        ? EncodedItems.uniform(bytes, 0, firstBytes, count, namesNeeded)
        : new EncodedItems(bytes, ends, count, namesNeeded);
  }
}
