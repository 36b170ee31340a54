package dev.procession.cluster.ignite;

/**
 * How the JVM of a node ends.
 *
 * @param code its exit code, which tells its parent whether to start it again
 * @param why for people; empty if there is nothing to say
 */
record NodeEnding(int code, String why) {}
