package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.minlog.Log;
import com.esotericsoftware.kryo.kryo5.util.Util;

/**
 * Keeps Kryo off the console and away from {@code sun.misc.Unsafe}, whose use prints a warning on
 * JDK 24 and later.
 *
 * <p>Kryo reads the system property {@code kryo.unsafe} once, when one class of it is initialized.
 * That is made to happen here with the property set; then the property is as it was before, so that
 * a user's own Kryo does not see it. Who sets the property decides.
 */
final class KryoQuiet {
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

  private KryoQuiet() {}

  /** To be called before any other class of Kryo's is used. */
  static void ensure() {}
}
