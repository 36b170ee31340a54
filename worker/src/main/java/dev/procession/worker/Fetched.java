package dev.procession.worker;

import java.util.Optional;

/** What the coordinator answered when it was asked for a resource. */
sealed interface Fetched {

  /** The resource's bytes. */
  record Found(byte[] bytes) implements Fetched {}

  /**
   * That loader has no such resource, or none that the class path does not have.
   *
   * @param why for people; empty where the class path is to be looked at
   */
  record Missing(String why) implements Fetched {}

  /** The bytes, if there are any. */
  default Optional<byte[]> present() {
    return this instanceof Found found ? Optional.of(found.bytes) : Optional.empty();
  }
}
