/** Standard streams, terminals, signals, exit codes and messages of a command. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.console;
