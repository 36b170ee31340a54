package dev.procession.protocol.codec;

import org.jspecify.annotations.Nullable;

/** Takes a while to be searched if a loader gives its part late, as a busy machine would. */
final class SlowConstant {
  private static final SlowConstant ONE = new SlowConstant(1);
  static @Nullable Part unused;
  final int number;

  private SlowConstant(int number) {
    this.number = number;
  }

  public static Object one() {
    return ONE;
  }

  static final class Part {}
}
