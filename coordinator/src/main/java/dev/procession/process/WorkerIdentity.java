package dev.procession.process;

/**
 * Which process did something, in terms that people know.
 *
 * @param id the worker's number
 * @param pid its process id
 */
public record WorkerIdentity(int id, long pid) {}
