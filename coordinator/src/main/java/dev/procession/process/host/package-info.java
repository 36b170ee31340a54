/**
 * Where worker processes run: the seam between what a pool does with a worker and how its process
 * is launched, watched and killed. {@link dev.procession.process.host.LocalHost} launches on this
 * machine.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.host;
