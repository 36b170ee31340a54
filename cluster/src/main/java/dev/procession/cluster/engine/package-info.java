/**
 * What a program and a node need to run the cluster engine, which is in JVMs of its own: their
 * command lines, what a program and its gateway say to each other, addresses and certificates.
 * Nothing here depends on the engine.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cluster.engine;
