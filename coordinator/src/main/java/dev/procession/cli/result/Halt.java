package dev.procession.cli.result;

/**
 * After how many items of a kind a run ends early.
 *
 * @param when whether what runs is ended, or finished
 * @param what which items are counted
 * @param limit how many
 * @param isPercent whether the limit is a share of the items that have ended, of at least three
 */
public record Halt(When when, What what, int limit, boolean isPercent) {
  /** Every item is done, whatever becomes of others. */
  public static final Halt NEVER = new Halt(When.NEVER, What.FAILED, 0, false);

  /** The first failure ends the run. */
  public static final Halt AT_FIRST_FAILURE = new Halt(When.NOW, What.FAILED, 1, false);

  private static final long FEWEST_FOR_PERCENT = 3;
  private static final long PERCENT = 100;

  /** How the run ends. */
  public enum When {
    NEVER,
    NOW,
    SOON
  }

  /** Which items are counted. */
  public enum What {
    FAILED,
    SUCCEEDED,
    DONE
  }

  /** Whether a run that ends early has what was wanted of it, whatever has failed before. */
  public boolean wantsSuccess() {
    return what == What.SUCCEEDED;
  }

  /** Whether it is time. */
  public boolean isDue(long succeeded, long failed) {
    if (when == When.NEVER) {
      return false;
    }
    long done = succeeded + failed;
    long counted =
        switch (what) {
          case FAILED -> failed;
          case SUCCEEDED -> succeeded;
          case DONE -> done;
        };
    return isPercent
        ? done >= FEWEST_FOR_PERCENT && counted * PERCENT >= limit * done
        : counted >= limit;
  }
}
