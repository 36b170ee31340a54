package dev.procession.cli.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.cli.item.RawText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identifies an item together with the function applied to it. */
public final class ItemHash {
  /** Half of what the digest gives is more than enough, and a line stays readable. */
  private static final int BYTES = 16;

  static final int CHARS = 2 * BYTES;

  /** Has digested the function, and is copied for each item. */
  private final MessageDigest begun;

  /**
   * The hashes of items of one function.
   *
   * @param function all that says what is done with an item
   */
  public ItemHash(String function) {
    begun = sha256();
    begun.update(function.getBytes(UTF_8));
    begun.update((byte) 0);
  }

  /** The hash of an item; from any thread. */
  public String of(String item) {
    try {
      MessageDigest digest = (MessageDigest) begun.clone();
      return HexFormat.of().formatHex(digest.digest(RawText.encode(item)), 0, BYTES);
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("The JDK's own can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has it", e);
    }
  }
}
