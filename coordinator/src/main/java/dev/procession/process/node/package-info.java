/**
 * The node: the process on a host that launches workers for a pool on another machine, carries
 * their bytes, and kills them when it hears nothing of the pool any more. User's bytes are not
 * decoded here.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.node;
