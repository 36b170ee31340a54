package dev.procession.integration.chaos;

/** What the monkey sends, and what a process that gets it may be seen to die of. */
enum Signal {
  KILL,
  TERM,
  /** A JVM writes its report and aborts; before it is one, it just dies. */
  SEGV,
  /** Nobody dies of it, until somebody kills them: the pool for a timeout, or the monkey. */
  STOP;

  boolean explains(String death) {
    return switch (this) {
      case KILL, STOP -> death.equals("SIGKILL");
      case TERM -> death.equals("SIGTERM");
      case SEGV -> death.equals("SIGSEGV") || death.equals("SIGABRT");
    };
  }
}
