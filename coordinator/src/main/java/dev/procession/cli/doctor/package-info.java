/** {@code procession doctor}: checks the machine and shows the command line of a worker. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.doctor;
