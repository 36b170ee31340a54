/**
 * The pool's end of the tunnel: its hosts, where a worker is placed, what runs there, and when a
 * host is lost. {@link dev.procession.process.remote.CommandCarrier} reaches hosts by a command
 * such as {@code ssh}.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.remote;
