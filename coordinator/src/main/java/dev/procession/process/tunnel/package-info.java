/**
 * What a pool and the nodes on its hosts say to each other: messages, streams with credit, and the
 * connections that carry them.
 *
 * <p>A connection ({@link dev.procession.process.tunnel.Link}) carries messages in order or breaks.
 * Each message has a number, so that a carrier that loses or reorders one is noticed, and the
 * connection is given up rather than believed.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.tunnel;
