package dev.procession.scheduler;

import java.math.BigDecimal;

/** The reason why a process is killed, which determines how its exit is handled. */
enum KillReason {
  NOT_READY("was not ready within the start timeout", ExitReason.START_FAILED),
  MISBEHAVED_AT_START("violated the protocol before it was ready", ExitReason.START_FAILED),
  MISBEHAVED("violated the protocol", ExitReason.MISBEHAVED),
  ITEM_NOT_STOPPED(
      "did not stop an item that timed out or was cancelled", ExitReason.TASK_NOT_STOPPED),
  UNRESPONSIVE("did not start an item that was sent to it", ExitReason.UNRESPONSIVE),
  DID_NOT_LEAVE("was asked to exit and did not", ExitReason.DID_NOT_LEAVE),
  NOT_NEEDED("is no longer needed", ExitReason.NOT_NEEDED);

  private final String text;
  private final ExitReason exit;

  KillReason(String text, ExitReason exit) {
    this.text = text;
    this.exit = exit;
  }

  /** What the exit counts as. */
  ExitReason exit() {
    return exit;
  }

  /** The reason as text, with the limit that was exceeded. */
  String text(SchedulerOptions options) {
    return switch (this) {
      case NOT_READY -> text + " of " + seconds(options.startTimeoutNanos());
      case ITEM_NOT_STOPPED, DID_NOT_LEAVE ->
          text + " within " + seconds(options.shutdownGraceNanos());
      default -> text;
    };
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + " s";
  }
}
