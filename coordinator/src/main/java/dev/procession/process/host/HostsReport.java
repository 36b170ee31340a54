package dev.procession.process.host;

import java.util.List;

/**
 * Why there is no host.
 *
 * @param waitedNanos for how long there has been none; 0 if none could be reached at the start
 * @param hosts the hosts, and what is known of each
 */
public record HostsReport(long waitedNanos, List<HostTrouble> hosts) {
  /**
   * What is known of a host that is not there.
   *
   * @param host its name
   * @param why what happened
   */
  public record HostTrouble(String host, String why) {}
}
