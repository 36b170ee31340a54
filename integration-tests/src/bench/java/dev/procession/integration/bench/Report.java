package dev.procession.integration.bench;

import java.util.List;

/**
 * What a run of the suite found out.
 *
 * @param machine where
 * @param command by which it can be had again
 * @param comparisons what
 */
record Report(Machine machine, String command, List<Comparison> comparisons) {}
