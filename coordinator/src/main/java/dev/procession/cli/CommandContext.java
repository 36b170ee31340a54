package dev.procession.cli;

import dev.procession.cli.compare.MeasuringTime;
import dev.procession.cli.console.InterruptSource;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.Terminal;
import dev.procession.cli.pool.WorkerPool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * The environment of a command, which tests can replace.
 *
 * @param in standard input
 * @param out standard output, for results
 * @param messages standard error, for everything else
 * @param terminal which of them are a terminal
 * @param closedPipe whether a failed write to standard output means that its reader has closed it
 * @param interrupts Ctrl-C
 * @param launcher opens pools
 * @param measuring how long {@code compare} measures
 */
public record CommandContext(
    InputStream in,
    OutputStream out,
    Messages messages,
    Terminal terminal,
    Predicate<IOException> closedPipe,
    InterruptSource interrupts,
    WorkerPool.Launcher launcher,
    MeasuringTime measuring) {}
