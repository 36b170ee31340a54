/** The process pool of a command and its settings. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.pool;
