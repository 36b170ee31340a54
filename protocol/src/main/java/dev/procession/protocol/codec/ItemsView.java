package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A view of an encoder's values for another thread, which may take some while the encoder
 * continues. Publishing one more item costs a few plain stores.
 *
 * <p>The count is stored last and read first. A reader may then see newer arrays, which is
 * harmless: an encoder's arrays only grow, and a longer one starts with the contents of the shorter
 * one. Without ends, all items are as long as the first; once there are ends, they exist for all
 * items.
 */
public final class ItemsView {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(ItemsView.class, "count", int.class);
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

  /** Creates an empty view. */
  public ItemsView() {}

  void show(byte[] newBytes, int[] newEnds, int newFirstBytes, int newNamesNeeded, int newCount) {
    bytes = newBytes;
    ends = newEnds;
    firstBytes = newFirstBytes;
    namesNeeded = newNamesNeeded;
    COUNT.setRelease(this, newCount);
  }

  /**
   * The items that have been published.
   *
   * @return an unchanging view
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
