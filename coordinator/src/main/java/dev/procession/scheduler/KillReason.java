package dev.procession.scheduler;

import java.math.BigDecimal;

/** The reason why a process is killed, which determines how its exit is handled. */
enum KillReason {
  NOT_READY("was not ready within the start timeout"),
  MISBEHAVED_AT_START("violated the protocol before it was ready"),
  MISBEHAVED("violated the protocol"),
  ITEM_NOT_STOPPED("did not stop an item that timed out or was cancelled"),
  UNRESPONSIVE("did not start an item that was sent to it"),
  DID_NOT_LEAVE("was asked to exit and did not"),
  NOT_NEEDED("is no longer needed");

  private final String text;

  KillReason(String text) {
    this.text = text;
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
