/** The bytes between coordinator and worker. */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol;
