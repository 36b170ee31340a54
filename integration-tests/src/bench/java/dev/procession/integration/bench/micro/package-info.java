/**
 * The codec and the scheduler alone, measured by JMH; compiled within the profile {@code bench}
 * only. JMH extends the classes and sets their parameters, so they are not final.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.integration.bench.micro;
