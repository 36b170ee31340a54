/**
 * The figures of pools as Micrometer's meters: {@link
 * dev.procession.micrometer.ProcessPoolMetrics}.
 *
 * <p>The only package that uses Micrometer, which is optional. Nothing here is loaded unless a
 * program uses it.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.micrometer;
