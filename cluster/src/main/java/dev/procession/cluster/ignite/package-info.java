/**
 * The two JVMs in which Apache Ignite runs: the gateway of a program, and the node of a host. Both
 * are server nodes of one ring, since a client loses all hosts with the one that it is connected
 * to. This is the only package that depends on Ignite.
 *
 * <p>Ignite knows which nodes are there, notices those that fail, and carries ordered messages. A
 * session between a gateway and a node is carried as such messages, all workers of a program on one
 * host in one session, rather than as a compute job for each worker: whatever runs, its streams,
 * beats and exits need the same order and the same end, and the session's process on the host is
 * the one that also serves hosts that are reached by {@code ssh}. Nothing but arrays of bytes is
 * sent, no class is loaded from another node, and what users' bytes mean is not known here.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cluster.ignite;
