package dev.procession.process.launch;

/**
 * One argument of a worker's command line, with the reason why it is there.
 *
 * @param text the argument
 * @param reason why
 */
public record LaunchFlag(String text, String reason) {}
