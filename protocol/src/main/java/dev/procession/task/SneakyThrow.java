package dev.procession.task;

/** Throws checked exceptions where the compiler expects none. */
final class SneakyThrow {
  private SneakyThrow() {}

  /** Never returns: throws what it is given. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Exception> E unchecked(Exception thrown) throws E {
    throw (E) thrown;
  }
}
