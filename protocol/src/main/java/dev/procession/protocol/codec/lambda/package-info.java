/** Lambdas: their serialized descriptions, and how they are linked in another JVM. */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec.lambda;
