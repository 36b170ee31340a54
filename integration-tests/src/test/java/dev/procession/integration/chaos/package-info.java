/**
 * A pool under fire: several users work with one pool while its workers get signals, and every
 * single item is checked.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.integration.chaos;
