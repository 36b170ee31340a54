/**
 * Measures, for {@code mvn -Pbench verify}. What is named {@code *Benchmark} runs there only, and
 * prints figures next to those of something bare that was measured in the same minutes, because
 * figures of two machines, or of two hours, cannot be compared.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.integration.bench;
