package dev.procession.worker;

import dev.procession.protocol.Protocol;

/**
 * Gets the reader out of its native read when the JVM exits although the coordinator has not asked
 * for it: in a task's {@code System.exit}, after a signal, or when the start failed. The exit would
 * wait 300 ms for that thread. The coordinator answers any request, so one is made.
 */
final class ReaderRelease implements Runnable {
  /** What no class path has. */
  private static final String NOTHING = "META-INF/procession-exit";

  private final ChannelInput input;
  private final Fetcher fetcher;

  ReaderRelease(ChannelInput input, Fetcher fetcher) {
    this.input = input;
    this.fetcher = fetcher;
  }

  @Override
  public void run() {
    input.poll();
    fetcher.fetch(Protocol.CLASS_PATH_LOADER, NOTHING);
  }
}
