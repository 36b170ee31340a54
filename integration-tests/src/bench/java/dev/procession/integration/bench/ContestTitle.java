package dev.procession.integration.bench;

/**
 * What a contest is about.
 *
 * @param id by what it is chosen, such as {@code P1}
 * @param what is measured
 * @param unit in what it is shown
 */
record ContestTitle(String id, String what, Unit unit) {}
