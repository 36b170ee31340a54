package dev.procession.process.remote;

import dev.procession.process.tunnel.Blob;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * The arrays that many workers are sent, such as broadcast values: each is known by its hash, so
 * that a host is sent it once. Others than these arrays themselves, with whatever is in them, are
 * sent to each worker. For any thread.
 */
final class SharedBytes {
  /** Fewer are not worth a file on each host. */
  private static final int LEAST_BYTES = 64 << 10;

  /** Guarded by this. */
  private final IdentityHashMap<byte[], Blob> blobs = new IdentityHashMap<>();

  void add(byte[] bytes) {
    if (bytes.length < LEAST_BYTES) {
      return;
    }
    String hash = HexFormat.of().formatHex(ShippedJars.sha256().digest(bytes));
    synchronized (this) {
      blobs.put(bytes, new Blob(hash, bytes.length));
    }
  }

  synchronized Optional<Blob> find(byte[] bytes) {
    return Optional.ofNullable(blobs.get(bytes));
  }

  /** Returns what hosts may forget: nothing if another array has the same content. */
  synchronized Optional<Blob> remove(byte[] bytes) {
    Optional<Blob> removed = Optional.ofNullable(blobs.remove(bytes));
    return removed.filter(blob -> blobs.values().stream().noneMatch(blob::equals));
  }
}
