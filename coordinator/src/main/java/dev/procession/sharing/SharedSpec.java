package dev.procession.sharing;

/** What a shared object is when it is made. */
public sealed interface SharedSpec {
  record Lock() implements SharedSpec {}

  record Semaphore(int permits) implements SharedSpec {}

  record Counter(long initial) implements SharedSpec {}

  record Queue(int capacity) implements SharedSpec {}

  record Map() implements SharedSpec {}

  record Latch(int count) implements SharedSpec {}
}
