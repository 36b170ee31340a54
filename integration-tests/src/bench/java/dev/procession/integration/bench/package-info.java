/**
 * Measures, for {@code mvn -Pbench verify}, which alone compiles and tests this package. What is
 * named {@code *Benchmark} prints figures next to those of something else that was measured in the
 * same minutes, because figures of two machines, or of two hours, cannot be compared.
 *
 * <p>A {@code Contest} is held between contenders, which are programs of their own ({@link
 * dev.procession.integration.bench.program}, {@code rounds.py}, and PP4J); {@code Contests} says
 * which there are and what is aimed at. The {@code Comparison}s that come out make a {@code
 * Report}, which is shown as a table, as JSON and as a chart.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.integration.bench;
