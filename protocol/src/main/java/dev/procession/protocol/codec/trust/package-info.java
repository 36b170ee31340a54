/** Limits on data received from the other process: the accepted classes, memory and time. */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec.trust;
