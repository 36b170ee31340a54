package dev.procession.cluster.ignite;

import java.util.UUID;

/**
 * A node in the ring.
 *
 * @param name its address, as {@link dev.procession.cluster.engine.NodeAddress} writes it
 */
record Member(UUID id, String name) {}
