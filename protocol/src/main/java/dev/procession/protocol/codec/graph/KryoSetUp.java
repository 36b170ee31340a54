package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.minlog.Log;
import com.esotericsoftware.kryo.kryo5.util.Util;

/**
 * Keeps Kryo off the console and away from {@code sun.misc.Unsafe}, whose use prints a warning on
 * JDK 24 and later.
 *
 * <p>Kryo reads the system property {@code kryo.unsafe} once, when one class of it is initialized.
 * That is done here with the property set, which is then restored, so that a user's own Kryo is not
 * affected. If the user has set the property, it is left alone.
 */
public final class KryoSetUp {
  private static final String UNSAFE = "kryo.unsafe";

  static {
    Log.set(Log.LEVEL_NONE);
    if (System.getProperty(UNSAFE) == null) {
      System.setProperty(UNSAFE, "false");
      try {
        Util.isUnsafeAvailable();
      } finally {
        System.clearProperty(UNSAFE);
      }
    }
  }

  private KryoSetUp() {}

  /** Must be called before any other class of Kryo is used. */
  public static void ensure() {}
}
