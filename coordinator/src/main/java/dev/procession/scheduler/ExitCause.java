package dev.procession.scheduler;

/** Why a process is not there any more, or never was. */
public enum ExitCause {
  /** It ended by itself, was killed, or could not be launched: about it alone. */
  PROCESS,
  /** Its host is lost, and nobody saw the process end; it is certain that it has ended. */
  HOST_LOST,
  /** No host had room for it: it was not launched. */
  NO_PLACE,
  /**
   * It ended, and the program's files are not what they were, or the program lacks what it needs to
   * look at that end: others are not likely to start, and what it ran may be unknown.
   */
  BROKEN_PROGRAM
}
