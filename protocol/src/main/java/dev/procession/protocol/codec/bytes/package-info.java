/** The byte buffer of an item, its reader, and the exceptions of both. */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec.bytes;
