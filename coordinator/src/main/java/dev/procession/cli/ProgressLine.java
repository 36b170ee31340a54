package dev.procession.cli;

import java.util.Collection;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Counts items that are through, and shows how many, or does not. */
interface ProgressLine extends AutoCloseable {
  /** Counts one item. */
  void step();

  @Override
  void close();

  /** Shows nothing. */
  static ProgressLine hidden() {
    return new ProgressLine() {
      @Override
      public void step() {
        // Nobody looks.
      }

      @Override
      public void close() {
        // Nothing to remove.
      }
    };
  }

  /**
   * Shows a bar. Its consumer is ours and not the library's own, because that one asks for the
   * terminal's width through native code, which makes a JDK from 24 on print a warning.
   */
  static ProgressLine shown(Iterable<?> items, Messages messages) {
    int columns = 79;
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(items instanceof Collection<?> known ? known.size() : -1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setConsumer(new DelegatingProgressBarConsumer(messages::progress, columns))
            .build();
    return new ProgressLine() {
      @Override
      public void step() {
        bar.step();
      }

      @Override
      public void close() {
        bar.close();
        messages.endProgress();
      }
    };
  }
}
