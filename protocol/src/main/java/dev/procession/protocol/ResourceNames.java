package dev.procession.protocol;

/**
 * Which names of resources may be asked for over the channel: paths that stay below where a class
 * loader looks.
 *
 * <p>Class loaders take a name for a part of a URL or of a path, so with another name they may look
 * anywhere: {@code ../x} beside the class path, {@code file:/x} in place of it. A worker does not
 * ask for such a name; who does is no worker.
 */
public final class ResourceNames {
  /** The longest name, in UTF-16 units; as long as a path may be. */
  public static final int MAX_CHARS = 4096;

  private ResourceNames() {}

  /**
   * Whether a resource of that name may be asked for.
   *
   * @param name the name, as for {@link ClassLoader#getResource}
   * @return false for what is empty, too long, absolute, a URL, or leads upwards
   */
  public static boolean isProper(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARS || name.indexOf('\0') >= 0) {
      return false;
    }
    // On Windows either separates.
    String path = name.replace('\\', '/');
    int slash = path.indexOf('/');
    int colon = path.indexOf(':');
    boolean beginsWithScheme = colon >= 0 && (slash < 0 || colon < slash);
    return slash != 0 && !beginsWithScheme && !("/" + path + "/").contains("/../");
  }
}
