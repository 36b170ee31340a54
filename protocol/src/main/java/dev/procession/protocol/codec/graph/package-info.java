/** Object graphs during encoding and decoding: class numbers, references, nesting. */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec.graph;
