/**
 * The lessons of {@code procession demo}: small programs that show what processes are, next to
 * threads.
 *
 * <p>Each {@link dev.procession.cli.demo.Lesson} is one file that can be read by itself, and uses
 * only what every user of the library has: {@link dev.procession.ProcessPool} and its kin. Change
 * one, build, and run it again. A lesson also returns its observations, so that a test can check
 * them.
 *
 * <p>A lesson must show the same on a slow machine as on a fast one. So it waits for events, not
 * for time, and where it is chance that decides, it shows what was seen and claims nothing.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.demo;
