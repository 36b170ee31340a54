package dev.procession.process.host;

import java.io.IOException;

/** No host could be reached. */
public final class NoHostsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient HostsReport report;

  public NoHostsException(HostsReport report) {
    super("no host could be reached");
    this.report = report;
  }

  /** What was tried. */
  public HostsReport report() {
    return report;
  }
}
