package dev.procession.cli;

/**
 * One part of a worker's command line and why it is there.
 *
 * @param flag the argument, or several that belong together
 * @param reason what it is for, in a few words
 */
record ExplainedFlag(String flag, String reason) {}
