/** PP4J, which is compared with; compiled within the profile {@code bench} only. */
@org.jspecify.annotations.NullMarked
package dev.procession.integration.bench.pp4j;
