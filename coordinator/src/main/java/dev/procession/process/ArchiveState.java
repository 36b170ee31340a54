package dev.procession.process;

/** How things stand with the archive of class data from which workers start faster. */
public enum ArchiveState {
  /** It is there. */
  READY,
  /** It can be made. */
  MISSING,
  /** There can be none: archives are switched off, or the JDK or the class path do not allow it. */
  IMPOSSIBLE
}
