package dev.procession;

import java.util.List;

/**
 * What a pool has done since it was made, as it was when it was asked for. A task here is a
 * submitted task, or an item of a {@code map}, {@code stream} or {@code outcomes}.
 *
 * <pre>{@code
 * PoolStats stats = pool.stats();
 * long open = stats.tasksQueued() + stats.tasksRunning();
 * System.out.println(open + " tasks to go, " + stats.workersLost() + " workers lost");
 * }</pre>
 *
 * @param tasksCompleted how many tasks have ended with a value
 * @param tasksFailed how many have ended with an exception; cancelled ones count in neither
 * @param tasksQueued how many are encoded and wait to be sent to a worker; a source is read only as
 *     far as its window has room, and what has not been read does not count
 * @param tasksRunning how many have been sent to a worker and not ended: the ones that run, one for
 *     each worker that is busy, and the ones that wait there for their turn. A cancelled task
 *     counts until its worker has let it go; without any, the four figures add up, at every moment,
 *     to the tasks that have been submitted
 * @param workersStarted how many processes have been started, replacements and failed starts
 *     included
 * @param workersLost how many processes that had been ready to run tasks ended unplanned: they
 *     died, or had to be killed because a task did not stop. Failed starts do not count
 * @param bytesSent how many bytes of encoded tasks were sent to workers, those sent again included;
 *     functions, class files and what frames them are not
 * @param bytesReceived how many bytes of encoded results and exceptions came back, without what
 *     frames them
 * @param hosts the hosts on which the workers run, as in {@link ProcessPool#hosts}; empty where
 *     they run on this machine
 */
public record PoolStats(
    long tasksCompleted,
    long tasksFailed,
    long tasksQueued,
    long tasksRunning,
    long workersStarted,
    long workersLost,
    long bytesSent,
    long bytesReceived,
    List<HostInfo> hosts) {
  /**
   * Figures, as pools make them.
   *
   * @param tasksCompleted how many tasks have ended with a value
   * @param tasksFailed how many have ended with an exception
   * @param tasksQueued how many wait to be sent to a worker
   * @param tasksRunning how many have been sent and not ended
   * @param workersStarted how many processes have been started
   * @param workersLost how many processes ended unplanned
   * @param bytesSent how many bytes of tasks were sent
   * @param bytesReceived how many bytes of results came back
   * @param hosts the hosts on which the workers run
   * @throws NullPointerException if {@code hosts} is null, or one of them
   */
  public PoolStats {
    hosts = List.copyOf(hosts);
  }
}
