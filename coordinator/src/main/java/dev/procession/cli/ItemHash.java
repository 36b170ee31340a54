package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells items from each other, and the same item under another function.
 *
 * @param function all that says what is done with an item
 */
record ItemHash(String function) {
  /** Half of what the digest gives is more than enough, and a line stays readable. */
  private static final int BYTES = 16;

  static final int CHARS = 2 * BYTES;

  String of(String item) {
    MessageDigest digest = sha256();
    digest.update(function.getBytes(UTF_8));
    digest.update((byte) 0);
    return HexFormat.of().formatHex(digest.digest(item.getBytes(UTF_8)), 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has it", e);
    }
  }
}
