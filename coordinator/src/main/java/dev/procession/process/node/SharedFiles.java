package dev.procession.process.node;

import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Blob;
import dev.procession.process.tunnel.CreditedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What several workers of this host are given: comes once, and is kept as a file until the pool
 * does not need it any more. Not longer, since it is the program's data.
 */
final class SharedFiles {
  /** A file, which may be on its way. */
  private static final class Entry {
    private final CompletableFuture<Path> file = new CompletableFuture<>();

    /** Guarded by the files, like {@link #forgotten}: who waits for it. */
    private int readers;

    private boolean forgotten;
  }

  private final PoolFolder folder;
  private final FileCache.Source source;
  private final Threads threads;

  /** Guarded by this. */
  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * Without files.
   *
   * @param folder where they are kept
   * @param source brings a file, and may take long
   */
  SharedFiles(PoolFolder folder, FileCache.Source source, Threads threads) {
    this.folder = folder;
    this.source = source;
    this.threads = threads;
  }

  /** Begins to bring a file that is not here; never blocks. */
  void need(Blob blob) {
    Entry entry = new Entry();
    synchronized (this) {
      if (entries.putIfAbsent(blob.hash(), entry) != null) {
        return;
      }
    }
    threads.daemon("procession-node-share", () -> bring(blob, entry), 0).start();
  }

  private void bring(Blob blob, Entry entry) {
    try {
      entry.file.complete(new FileCache(folder.path(), "").get(blob, source));
    } catch (IOException | RuntimeException | Error e) {
      entry.file.completeExceptionally(e);
    }
    synchronized (this) {
      removeIfUnused(blob.hash(), entry);
    }
  }

  /** A file that is needed, at its place in a worker's stream. */
  synchronized CreditedInput.Splice splice(Blob blob) {
    Entry entry = entries.get(blob.hash());
    if (entry == null) {
      throw new AssertionError("nobody has said that it is needed: " + blob);
    }
    entry.readers++;
    entry.forgotten = false;
    return new CreditedInput.Splice() {
      @Override
      public long sizeBytes() {
        return blob.sizeBytes();
      }

      @Override
      public InputStream open() throws IOException {
        return SharedFiles.this.open(blob.hash(), entry);
      }
    };
  }

  private InputStream open(String hash, Entry entry) throws IOException {
    try {
      return Files.newInputStream(entry.file.get());
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      synchronized (this) {
        // Whoever has opened it reads it to its end, even if it is deleted.
        entry.readers--;
        removeIfUnused(hash, entry);
      }
    }
  }

  /** The pool does not need it any more, except for what it has said before. */
  synchronized void forget(String hash) {
    Entry entry = entries.get(hash);
    if (entry != null) {
      entry.forgotten = true;
      removeIfUnused(hash, entry);
    }
  }

  private void removeIfUnused(String hash, Entry entry) {
    if (!entry.forgotten || entry.readers > 0 || !entry.file.isDone()) {
      return;
    }
    entries.remove(hash, entry);
    if (!entry.file.isCompletedExceptionally()) {
      try {
        Files.deleteIfExists(entry.file.join());
      } catch (IOException e) {
        // It goes with its folder.
      }
    }
  }
}
