package dev.procession.process.launch;

/** The state of the class data archive from which workers start faster. */
public enum ArchiveState {
  /** It exists. */
  READY,
  /** It can be created. */
  MISSING,
  /**
   * It cannot be created: archives are switched off, or the JDK or the class path does not permit
   * one.
   */
  IMPOSSIBLE
}
