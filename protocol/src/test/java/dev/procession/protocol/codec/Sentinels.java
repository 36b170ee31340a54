package dev.procession.protocol.codec;

/** Constants that objects of other classes hold. */
final class Sentinels {
  static final Object NONE = new Object();
  static final Object TOP = new Object();

  /** As Kotlin's companions give access to the constants of a class. */
  static final Companion COMPANION = new Companion();

  private Sentinels() {}

  static final class Companion {
    private Companion() {}

    Object top() {
      return TOP;
    }
  }

  /** One that nobody has used. */
  static final class Untouched {
    static final Object LOCK = new Object();
    static final Object INITIALIZED = Zoo.notes.add("initialized");

    private Untouched() {}
  }

  interface Inherited {
    Object FIRST = new Object();
  }

  interface Shape {
    Shape EMPTY = new EmptyShape();
  }

  static final class EmptyShape implements Shape {}
}
