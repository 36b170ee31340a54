/** In-memory compilation of lambdas given as text. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.compile;
