package dev.procession.cli.console;

import java.text.DecimalFormat;
import java.util.OptionalLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Counts completed and failed items, and shows progress and throughput if enabled. */
public interface ProgressLine extends AutoCloseable {
  /** The width of a terminal if it is unknown. */
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
        // Not shown.
      }

      @Override
      public void failed() {
        // Not shown.
      }

      @Override
      public void close() {
        // Nothing to remove.
      }
    };
  }

  /**
   * Shows a bar. Its consumer is our own, because the library's queries the width of the terminal
   * through native code, for which JDK 24 and later print a warning.
   */
  static ProgressLine shown(OptionalLong total, Terminal terminal, Messages messages) {
    // Writing to the last column moves the cursor to the next line.
    int columns = terminal.columns().orElse(USUAL_COLUMNS) - 1;
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(total.orElse(-1))
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
