package dev.procession.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * What the command touches outside itself, so that tests can give it something else.
 *
 * @param in standard input
 * @param out standard output, for results
 * @param messages standard error, for everything else
 * @param terminal which of them are a terminal
 * @param closedPipe whether a failed write to standard output means that nobody reads it any more
 * @param interrupts Ctrl-C
 * @param launcher opens pools
 */
record Surroundings(
    InputStream in,
    OutputStream out,
    Messages messages,
    Terminal terminal,
    Predicate<IOException> closedPipe,
    Interrupts interrupts,
    WorkerPool.Launcher launcher) {}
