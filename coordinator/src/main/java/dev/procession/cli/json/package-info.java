/** JSON items and results. Only this package uses Jackson, an optional dependency. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.json;
