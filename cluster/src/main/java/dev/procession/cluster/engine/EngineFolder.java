package dev.procession.cluster.engine;

import dev.procession.process.launch.PrivateFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The private folder of a JVM of the engine, for whatever the engine writes. Deleted by that JVM as
 * it ends, and by its parent; if both are killed, by the next that makes one. The parent holds a
 * lock on a file in it as long as it lives, since a process id may be another's in a container.
 */
public final class EngineFolder implements AutoCloseable {
  private static final String PREFIX = "procession-engine-";
  private static final String LOCK = "alive";

  private final Path path;
  private final FileChannel lock;

  private EngineFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  static EngineFolder create() throws IOException {
    return create(Path.of(System.getProperty("java.io.tmpdir", "")));
  }

  static EngineFolder create(Path parent) throws IOException {
    deleteAbandoned(parent);
    String prefix = ownPrefix();
    while (true) {
      Path folder = PrivateFolders.createPrivate(parent.resolve(prefix + UUID.randomUUID()));
      Path file = folder.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      if (Files.exists(file)) {
        return new EngineFolder(folder, channel);
      }
      // Guards against a race with another JVM that has taken it for abandoned before the lock.
      channel.close();
    }
  }

  private static String ownPrefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  private static void deleteAbandoned(Path parent) {
    String own = ownPrefix();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        // To open and close a file would end this JVM's own lock on it.
        if (!folder.getFileName().toString().startsWith(own)) {
          deleteIfAbandoned(folder);
        }
      }
    } catch (IOException e) {
      // They stay, which harms nobody.
    }
  }

  private static void deleteIfAbandoned(Path folder) {
    try {
      if (!PrivateFolders.isPrivate(folder)) {
        return;
      }
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          FileLock taken = channel.tryLock()) {
        if (taken != null) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      // It is another user's, or was just made.
    }
  }

  Path path() {
    return path;
  }

  /** Deletes it, and gives its lock up. */
  @Override
  public void close() {
    delete(path);
    try {
      lock.close();
    } catch (IOException e) {
      // It goes with this JVM.
    }
  }

  /** Deletes a folder and what is in it, as far as that is possible. */
  public static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // The other one deletes it at the same time, or it stays, which harms nobody.
    }
  }
}
