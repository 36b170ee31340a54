/**
 * The launch of a worker JVM: its command line, class path, class-data archive and temp folder.
 *
 * <p>A {@code LaunchPlan} contains the command line and the reason for each flag; the {@code
 * Launcher} executes it. {@code ClassArchive} maintains the archive that shortens the start of a
 * worker; a mismatched archive is ignored.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.launch;
