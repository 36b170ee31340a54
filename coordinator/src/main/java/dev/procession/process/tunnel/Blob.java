package dev.procession.process.tunnel;

import java.util.regex.Pattern;

/**
 * A file, known by what is in it.
 *
 * @param hash its SHA-256, in lower-case hexadecimal digits
 */
public record Blob(String hash, long sizeBytes) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** A file that may exist. */
  public Blob {
    if (!HASH.matcher(hash).matches() || sizeBytes < 0) {
      throw new IllegalArgumentException("no file: " + hash + ", " + sizeBytes + " bytes");
    }
  }
}
