package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts that are lost and come back. What was on one that is lost is silent, and reported some time
 * later; who starts a worker learns of the loss as late.
 */
final class SimulatedHosts {
  private static final int LAUNCHES_PER_HOST = 2;
  static final long LONGEST_SILENCE = 4_000_000_000L;

  private static final long LAST_LOSS_AT = 3_000_000_000L;

  private static final class Host {
    final List<SimulatedWorker> workers = new ArrayList<>();
    boolean isUp = true;
  }

  private final Simulation world;
  private final int slots;
  private final int losses;
  private final List<Host> hosts = new ArrayList<>();

  SimulatedHosts(Simulation world, int count, int slots, int losses) {
    this.world = world;
    this.slots = slots;
    this.losses = losses;
    for (int i = 0; i < count; i++) {
      hosts.add(new Host());
    }
  }

  void open() {
    world.at(0, () -> world.happen(new Event.PlacesChanged(0, 1)));
    world.at(0, this::tell);
    for (int i = 0; i < losses; i++) {
      Host host = hosts.get((int) world.between(0, hosts.size()));
      world.at(world.between(0, LAST_LOSS_AT), () -> lose(host));
    }
  }

  /** Puts a worker on the host that has most room; false if there is none. */
  boolean place(SimulatedWorker worker) {
    Host best = null;
    for (Host host : hosts) {
      host.workers.removeIf(SimulatedWorker::isDead);
      boolean isBetter = best == null || host.workers.size() < best.workers.size();
      if (host.isUp && host.workers.size() < slots && isBetter) {
        best = host;
      }
    }
    if (best == null) {
      worker.findNoPlace();
      return false;
    }
    best.workers.add(worker);
    return true;
  }

  private void lose(Host host) {
    if (!host.isUp) {
      return;
    }
    host.isUp = false;
    long certainAt = world.now + world.between(100_000_000, LONGEST_SILENCE);
    List<SimulatedWorker> lost = List.copyOf(host.workers);
    host.workers.clear();
    lost.forEach(worker -> worker.lose(certainAt));
    world.at(certainAt, this::tell);
    world.at(
        certainAt + world.between(1, 2_000_000_000L),
        () -> {
          host.isUp = true;
          tell();
        });
  }

  private void tell() {
    int up = (int) hosts.stream().filter(host -> host.isUp).count();
    world.happen(new Event.PlacesChanged(up * slots, Math.max(1, up * LAUNCHES_PER_HOST)));
  }
}
