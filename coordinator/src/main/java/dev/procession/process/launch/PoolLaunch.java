package dev.procession.process.launch;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines how the pool of a builder would launch its workers, without opening it.
 *
 * <p>Used by the command line to explain the launch. The builder's settings are private, so it
 * gives a reader of them to this class, and there is only one mapping of settings to launch
 * options.
 */
public final class PoolLaunch {
  /** Set once, when the builder's class is initialized. */
  private static volatile @Nullable Function<Object, LaunchOptions> reader;

  private PoolLaunch() {}

  /** Sets the reader of a builder's options; called by the builder's class. */
  public static void readBy(Function<Object, LaunchOptions> options) {
    reader = Objects.requireNonNull(options, "options");
  }

  /** The options with which the pool of {@code builder} would launch its workers. */
  public static LaunchOptions of(Object builder) {
    return Objects.requireNonNull(reader, "no pool builder has been created").apply(builder);
  }
}
