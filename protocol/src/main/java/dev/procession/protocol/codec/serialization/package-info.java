/**
 * Java serialization for classes that require it, and failures as data.
 *
 * <p>{@code JavaForm} encodes objects that only Java serialization can copy, and decodes them
 * behind a filter. {@code FailureWriter} and {@code FailureReader} encode and decode the exceptions
 * of tasks: class name, message, stack trace, causes and suppressed exceptions.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec.serialization;
