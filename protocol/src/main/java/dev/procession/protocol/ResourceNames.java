package dev.procession.protocol;

/**
 * Checks the names of requested resources: only paths below the roots of a class loader are
 * allowed.
 *
 * <p>Class loaders use a name as part of a URL or path, so other names could lead anywhere: {@code
 * ../x} beside the class path, {@code file:/x} instead of it. A worker that follows the protocol
 * does not request such a name.
 */
public final class ResourceNames {
  /** The longest name, in UTF-16 units; as long as a path may be. */
  public static final int MAX_CHARS = 4096;

  private ResourceNames() {}

  /**
   * Whether a resource of that name may be asked for.
   *
   * @param name the name, as for {@link ClassLoader#getResource}
   * @return false for a name that is empty, too long, absolute, a URL, or leads upwards
   */
  public static boolean isProper(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARS || name.indexOf('\0') >= 0) {
      return false;
    }
    // Both are separators on Windows.
    String path = name.replace('\\', '/');
    int slash = path.indexOf('/');
    int colon = path.indexOf(':');
    boolean beginsWithScheme = colon >= 0 && (slash < 0 || colon < slash);
    return slash != 0 && !beginsWithScheme && !("/" + path + "/").contains("/../");
  }
}
