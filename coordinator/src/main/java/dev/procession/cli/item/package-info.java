/** Input items: their sources, and the conversion to the type of the function. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.item;
