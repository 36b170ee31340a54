package dev.procession.process.remote;

import dev.procession.process.launch.LaunchOptions;
import java.util.OptionalInt;

/**
 * How the hosts of a pool are used.
 *
 * @param hostTimeoutNanos how long a host may be silent before it is lost
 * @param waitForHostsNanos how long a pool waits without any host
 * @param workers how many workers the user asked for; empty for as many as there is room for
 * @param launch how workers are launched; the class path and the number of workers are each host's
 */
public record HostSettings(
    long hostTimeoutNanos, long waitForHostsNanos, OptionalInt workers, LaunchOptions launch) {}
