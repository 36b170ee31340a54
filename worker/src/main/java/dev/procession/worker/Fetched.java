package dev.procession.worker;

import java.util.Optional;

/** The coordinator's answer to a request for a resource. */
sealed interface Fetched {

  /** The resource's bytes. */
  record Found(byte[] bytes) implements Fetched {}

  /**
   * The loader has no such resource, or only the one on the class path.
   *
   * @param why the reason, for users; empty if the class path must be searched
   */
  record Missing(String why) implements Fetched {}

  /** The loader gets the class from another one, with this number. */
  record DefinedElsewhere(int loaderId) implements Fetched {}

  /** The bytes, if there are any. */
  default Optional<byte[]> present() {
    return this instanceof Found found ? Optional.of(found.bytes) : Optional.empty();
  }
}
