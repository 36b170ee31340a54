package dev.procession.process.remote;

import dev.procession.process.launch.PoolFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The class path of a pool's workers as files for its hosts; read when the first host needs it. */
final class ShippedClassPath {
  private final List<String> entries;
  private final PoolFolder folder;

  /** Guarded by this. */
  private List<ShippedJars.Jar> jars = List.of();

  /**
   * A class path that has not been read.
   *
   * @param folder for the jars of folders; deleted when it is closed
   */
  ShippedClassPath(List<String> entries, PoolFolder folder) {
    this.entries = List.copyOf(entries);
    this.folder = folder;
  }

  /** Its files, in their order. */
  synchronized List<ShippedJars.Jar> jars() throws IOException {
    if (jars.isEmpty() && !entries.isEmpty()) {
      jars = ShippedJars.of(entries, folder.path());
    }
    return jars;
  }

  /**
   * Writes a file, or its beginning if it has changed; then it is looked at again for the next.
   *
   * @throws ShippedJars.ChangedException if it has changed
   */
  void send(ShippedJars.Jar jar, OutputStream out) throws IOException {
    try {
      jar.writeTo(out);
      out.flush();
    } catch (ShippedJars.ChangedException e) {
      synchronized (this) {
        jars = List.of();
      }
      throw e;
    }
  }

  void close() {
    folder.delete();
  }
}
