/** Programs as functions: shell commands, and {@code main} methods called in warm JVMs. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.program;
