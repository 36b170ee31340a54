/** {@code procession compare}: the same work sequentially, on threads and on processes. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.compare;
