package dev.procession.protocol.codec;

import java.util.List;

/** Objects that hold a constant of another class, which their code uses. */
final class Slots {
  private Slots() {}

  static final class Slot {
    Object value = Sentinels.NONE;
    private final Object lock = new Object();

    boolean isOfItsOwn() {
      return lock != value;
    }

    Object untouched() {
      return List.of(Sentinels.Untouched.class, value);
    }
  }

  record Held(Object value) {
    static Held top() {
      return new Held(Sentinels.COMPANION.top());
    }
  }

  static final class Implementing implements Sentinels.Inherited {
    Object value = FIRST;
  }
}
