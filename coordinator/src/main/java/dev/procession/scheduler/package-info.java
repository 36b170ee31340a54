/** Decides: pure, single-threaded, in whatever time it is told. */
@org.jspecify.annotations.NullMarked
package dev.procession.scheduler;
