package dev.procession.cli;

import java.text.DecimalFormat;
import java.util.Collection;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Counts items that are through, and shows how many, how fast and how well; or does not. */
interface ProgressLine extends AutoCloseable {
  /** The width of a terminal that does not say. */
  int USUAL_COLUMNS = 80;

  /** Counts one item. */
  void succeeded();

  /** Counts one item that failed. */
  void failed();

  @Override
  void close();

  /** Shows nothing. */
  static ProgressLine hidden() {
    return new ProgressLine() {
      @Override
      public void succeeded() {
        // Nobody looks.
      }

      @Override
      public void failed() {
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
  static ProgressLine shown(Iterable<?> items, Terminal terminal, Messages messages) {
    // Who writes to the last column is on the next line.
    int columns = terminal.columns().orElse(USUAL_COLUMNS) - 1;
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(items instanceof Collection<?> known ? known.size() : -1)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed(new DecimalFormat("0.0"))
            .setUpdateIntervalMillis(200)
            .setConsumer(new DelegatingProgressBarConsumer(messages::progress, columns))
            .build();
    return new ProgressLine() {
      /** Used by the thread that counts. */
      private long failures;

      @Override
      public void succeeded() {
        bar.step();
      }

      @Override
      public void failed() {
        bar.setExtraMessage(", " + ++failures + " failed").step();
      }

      @Override
      public void close() {
        bar.close();
        messages.endProgress();
      }
    };
  }
}
