/**
 * The encoded forms of objects: one {@code Form} for each kind of class.
 *
 * <p>{@code FormChoice} is the one place that decides the form of a class.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec.form;
