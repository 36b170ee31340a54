/**
 * The hosts that a pool may run on: {@link dev.procession.cluster.Cluster} says which, and how they
 * are reached.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cluster;
