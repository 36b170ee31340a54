/**
 * The programs that take part in the benchmarks, each in a JVM of its own: ourselves, threads, and
 * what is bare. Each has a {@code main} whose arguments are the kind of work and how much of it one
 * round does; {@code rounds.py} among the resources does the same in Python.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.integration.bench.program;
