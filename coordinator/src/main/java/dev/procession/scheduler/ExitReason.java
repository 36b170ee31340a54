package dev.procession.scheduler;

/** Why a process is gone. The scheduler counts how often. */
public enum ExitReason {
  /** It was ready and ended by itself, or somebody else killed it. */
  CRASHED,
  /** It ended before it was ready, or was not ready in time. */
  START_FAILED,
  /** Its host was lost. */
  HOST_LOST,
  /** No host had room for it, so there never was one. */
  NO_PLACE,
  /** It was killed because it did not stop an item that timed out or was cancelled. */
  TASK_NOT_STOPPED,
  /** It was killed because it did not start an item. */
  UNRESPONSIVE,
  /** It was killed because it violated the protocol. */
  MISBEHAVED,
  /** It was killed because it was asked to exit and did not. */
  DID_NOT_LEAVE,
  /** It had run as many items as it may. */
  MAX_TASKS,
  /** It used too much memory, or an item ran out of it. */
  MEMORY,
  /** Its host takes no more processes, and lets those go that it has. */
  HOST_DRAINED,
  /** It had nothing to do for too long. */
  IDLE,
  /** There are to be fewer workers, or the pool ends. */
  NOT_NEEDED
}
