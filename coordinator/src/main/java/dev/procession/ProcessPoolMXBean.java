package dev.procession;

import java.util.List;

/**
 * The figures of a pool as a JMX bean, which {@link ProcessPool.Builder#registerMBeans} registers
 * under {@code dev.procession:type=ProcessPool,name=NAME} until the pool has terminated.
 *
 * <pre>{@code
 * ProcessPool pool = ProcessPool.builder().name("prices").registerMBeans(true).build();
 * }</pre>
 */
public interface ProcessPoolMXBean {
  /**
   * How many workers there are.
   *
   * @return the number, those that are starting or leaving included
   */
  int getWorkers();

  /**
   * How many workers have tasks.
   *
   * @return the number
   */
  int getBusyWorkers();

  /**
   * How many workers have nothing to do.
   *
   * @return the number
   */
  int getIdleWorkers();

  /**
   * How many workers are being started.
   *
   * @return the number
   */
  int getStartingWorkers();

  /**
   * How many tasks wait to be sent to a worker.
   *
   * @return as {@link PoolStats#tasksQueued}
   */
  long getTasksQueued();

  /**
   * How many tasks have been sent to a worker and not ended.
   *
   * @return as {@link PoolStats#tasksRunning}
   */
  long getTasksRunning();

  /**
   * How many tasks have ended with a value.
   *
   * @return as {@link PoolStats#tasksCompleted}
   */
  long getTasksCompleted();

  /**
   * How many tasks have failed.
   *
   * @return as {@link PoolStats#tasksFailed}
   */
  long getTasksFailed();

  /**
   * How many attempts of tasks failed and were followed by another.
   *
   * @return the number, crashes not included
   */
  long getTasksRetried();

  /**
   * How many processes have been started.
   *
   * @return as {@link PoolStats#workersStarted}
   */
  long getWorkersStarted();

  /**
   * How many processes ended unplanned.
   *
   * @return as {@link PoolStats#workersLost}
   */
  long getWorkersLost();

  /**
   * How many bytes of tasks were sent.
   *
   * @return as {@link PoolStats#bytesSent}
   */
  long getBytesSent();

  /**
   * How many bytes of results came back.
   *
   * @return as {@link PoolStats#bytesReceived}
   */
  long getBytesReceived();

  /**
   * The hosts on which the workers run.
   *
   * @return as {@link PoolStats#hosts}
   */
  List<Host> getHosts();

  /**
   * As {@link ProcessPool#resize}.
   *
   * @param workers 1 to 1024
   */
  void resize(int workers);

  /** A host, as in {@link HostInfo}. */
  interface Host {
    /**
     * Its name.
     *
     * @return as {@link HostInfo#name}
     */
    String getName();

    /**
     * Whether it can be used.
     *
     * @return as {@link HostInfo#state}, which JMX shows by its name
     */
    HostState getState();

    /**
     * How many workers may run there at once.
     *
     * @return as {@link HostInfo#slots}
     */
    int getSlots();

    /**
     * How many workers run there.
     *
     * @return as {@link HostInfo#workers}
     */
    int getWorkers();

    /**
     * How many workers were lost with it.
     *
     * @return as {@link HostInfo#workersLost}
     */
    long getWorkersLost();

    /**
     * What was last heard of it where it cannot be used.
     *
     * @return as {@link HostInfo#trouble}; an empty text where nothing is wrong
     */
    String getTrouble();
  }
}
