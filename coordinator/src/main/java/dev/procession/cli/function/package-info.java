/** The function of a command, given as a lambda, a method or a class. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.function;
