package dev.procession.scheduler;

import java.math.BigDecimal;

/** Why a process is killed, which decides what its exit means. */
enum KillReason {
  NOT_READY("was not ready within the start timeout"),
  MISBEHAVED_AT_START("sent what no worker may send before it was ready"),
  MISBEHAVED("sent what no worker may send"),
  ITEM_NOT_STOPPED("did not stop an item that timed out or was cancelled"),
  UNRESPONSIVE("did not begin an item that it was given"),
  DID_NOT_LEAVE("was asked to leave and did not"),
  NOT_NEEDED("is not needed any more");

  private final String text;

  KillReason(String text) {
    this.text = text;
  }

  /** What happened, with the limit that was passed. */
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
