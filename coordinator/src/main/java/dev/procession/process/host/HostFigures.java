package dev.procession.process.host;

import java.util.Optional;

/**
 * What is known of another host.
 *
 * @param host its name
 * @param wasThere whether it could ever be used
 * @param slots how many workers run there at once; 0 if it cannot be used now
 * @param workers how many run there
 * @param workersLost how many were lost with it so far
 * @param trouble what was last heard of it if it cannot be used
 */
public record HostFigures(
    String host,
    boolean wasThere,
    int slots,
    int workers,
    long workersLost,
    Optional<String> trouble) {}
