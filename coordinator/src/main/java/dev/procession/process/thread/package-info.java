/**
 * The threads of a pool: named daemon threads, the threads that run users' callbacks, and the
 * thread that keeps the JVM running while submitted work is unfinished.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.thread;
