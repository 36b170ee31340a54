package dev.procession;

/**
 * What a pool has done since it was made, as it was when it was asked for.
 *
 * @param tasksCompleted how many items and submitted tasks have ended with a value
 * @param tasksFailed how many have ended with an exception; cancelled ones count in neither
 * @param tasksQueued how many are encoded and wait for a worker
 * @param tasksRunning how many are with a worker: the ones that run and the ones that wait there
 * @param workersStarted how many processes have been started
 * @param workersLost how many of them ended without having been asked to
 * @param bytesSent what went to the workers, envelopes included
 * @param bytesReceived what came back
 */
public record PoolStats(
    long tasksCompleted,
    long tasksFailed,
    long tasksQueued,
    long tasksRunning,
    long workersStarted,
    long workersLost,
    long bytesSent,
    long bytesReceived) {}
