package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.observe.EngineSnapshot;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a pool for JMX, from its start to its end. Loaded only where it is asked for; does
 * not refer to the pool, which would never be found to be abandoned.
 */
final class PoolMBean {
  private static final int MAX_NAMESAKES = 1000;

  private final String poolName;

  /** Guarded by this, like {@link #terminated}. */
  private @Nullable ObjectName registeredAs;

  private boolean terminated;

  PoolMBean(String poolName) {
    this.poolName = poolName;
  }

  private static ObjectName objectName(String name) {
    boolean isPlain =
        name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_. ".indexOf(c) >= 0);
    try {
      return new ObjectName(
          "dev.procession:type=ProcessPool,name=" + (isPlain ? name : ObjectName.quote(name)));
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Makes the figures of a pool visible; one whose name is taken gets a number after it. */
  synchronized void register(Engine engine) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (int i = 1; i <= MAX_NAMESAKES && !terminated; i++) {
      ObjectName free = objectName(i == 1 ? poolName : poolName + "-" + i);
      try {
        server.registerMBean(
            new StandardMBean(new Figures(engine), ProcessPoolMXBean.class, true), free);
        registeredAs = free;
        return;
      } catch (InstanceAlreadyExistsException e) {
        // The next number.
      } catch (JMException e) {
        throw new IllegalStateException("JMX does not take the bean of pool " + poolName, e);
      }
    }
  }

  /** The pool has ended. */
  synchronized void unregister() {
    terminated = true;
    if (registeredAs == null) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(registeredAs);
    } catch (InstanceNotFoundException e) {
      // Somebody else has unregistered it.
    } catch (JMException e) {
      throw new IllegalStateException("JMX keeps the bean of pool " + poolName, e);
    }
  }

  /** What the bean says. */
  private record Figures(Engine engine) implements ProcessPoolMXBean {
    private EngineSnapshot now() {
      return engine.snapshot();
    }

    private int count(WorkerState state) {
      return (int)
          PoolFigures.workers(now()).stream().filter(worker -> worker.state() == state).count();
    }

    @Override
    public int getWorkers() {
      return now().pool().workers().size();
    }

    @Override
    public int getBusyWorkers() {
      return count(WorkerState.BUSY);
    }

    @Override
    public int getIdleWorkers() {
      return count(WorkerState.IDLE);
    }

    @Override
    public int getStartingWorkers() {
      return count(WorkerState.STARTING);
    }

    @Override
    public long getTasksQueued() {
      return PoolFigures.stats(now()).tasksQueued();
    }

    @Override
    public long getTasksRunning() {
      return PoolFigures.stats(now()).tasksRunning();
    }

    @Override
    public long getTasksCompleted() {
      return PoolFigures.stats(now()).tasksCompleted();
    }

    @Override
    public long getTasksFailed() {
      return PoolFigures.stats(now()).tasksFailed();
    }

    @Override
    public long getTasksRetried() {
      return now().pool().tasksRetried();
    }

    @Override
    public long getWorkersStarted() {
      return PoolFigures.stats(now()).workersStarted();
    }

    @Override
    public long getWorkersLost() {
      return PoolFigures.stats(now()).workersLost();
    }

    @Override
    public long getBytesSent() {
      return PoolFigures.stats(now()).bytesSent();
    }

    @Override
    public long getBytesReceived() {
      return PoolFigures.stats(now()).bytesReceived();
    }

    @Override
    public List<Host> getHosts() {
      return PoolFigures.hosts(engine.hosts()).stream().<Host>map(HostView::new).toList();
    }

    @Override
    public void resize(int workers) {
      engine.resize(PoolOptions.checkWorkers(workers));
    }
  }

  /** What the bean says of a host. */
  private record HostView(HostInfo host) implements ProcessPoolMXBean.Host {
    @Override
    public String getName() {
      return host.name();
    }

    @Override
    public HostState getState() {
      return host.state();
    }

    @Override
    public int getSlots() {
      return host.slots();
    }

    @Override
    public int getWorkers() {
      return host.workers();
    }

    @Override
    public long getWorkersLost() {
      return host.workersLost();
    }

    @Override
    public String getTrouble() {
      return host.trouble().orElse("");
    }
  }
}
