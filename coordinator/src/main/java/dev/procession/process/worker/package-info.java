/**
 * One worker process and its communication with the pool.
 *
 * <p>A {@code WorkerProcess} runs one process of a worker and uses three more threads: its {@code
 * WorkerWriter} writes chunks, functions and class files to the worker's stdin, its {@code
 * WorkerReader} decodes the messages on the worker's stdout, and its {@code OutputRelay} splits the
 * worker's output into lines. All of them only report events; the scheduler makes the decisions.
 * {@code WorkerProcesses} holds the live processes.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.worker;
