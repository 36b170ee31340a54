package dev.procession.process.host;

import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.observe.HostFigures;
import dev.procession.process.thread.Threads;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.util.List;

/** Launches worker processes: on this machine, or on several hosts. Any thread may call it. */
public interface WorkerHost {
  /** Makes a host for a pool. */
  interface Opener {
    /**
     * A host that is not open yet.
     *
     * @param folder where the pool has its files on this machine
     */
    WorkerHost on(PoolFolder folder, Threads threads);
  }

  /**
   * Before any process is launched.
   *
   * @param events notified of hosts that come and go
   */
  void open(HostEvents events);

  /**
   * Begins to launch a process that will be asked for in a moment, before the host is open. One
   * that is never asked for goes when the host is closed. Does nothing unless a host can do so.
   *
   * @param flags those with which it will be asked for
   */
  default void launchEarly(WorkerKey key, List<String> flags) {}

  /**
   * Launches a process and waits for that. To be called on a thread that lives as long as the
   * process.
   *
   * @param flags further flags of its JVM, which are not settings of the pool; for this machine
   * @throws NoPlaceException if there is no room for a process now
   * @throws IOException if it could not be launched
   */
  HostedProcess launch(WorkerKey key, List<String> flags) throws IOException;

  /**
   * Many workers will be sent these bytes: the whole array, in one write. A host that is far away
   * is sent them once. Does nothing unless that is worth while.
   */
  default void share(byte[] bytes) {}

  /** No worker will be sent these bytes any more. */
  default void unshare(byte[] bytes) {}

  /** How workers are launched, each part with its reason; for people, without secrets. */
  List<LaunchFlag> flags();

  /** How a worker is launched; for people. */
  List<String> command(int workerId);

  /** The hosts other than this machine, in their order; empty if there are none. */
  default List<HostFigures> hosts() {
    return List.of();
  }

  /** When every process is gone. */
  void close();
}
