package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A scheduler and a clock, worked by hand: says events, remembers commands. */
final class ScriptedPool {
  static final long MS = 1_000_000;
  static final long GRACE = 100 * MS;
  static final long START_TIMEOUT = 10_000 * MS;
  static final JobOptions PLAIN =
      new JobOptions(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), 0);

  final Scheduler scheduler;
  private final List<Command> commands = new ArrayList<>();
  private long now = -5_000 * MS;

  ScriptedPool(int workers) {
    this(options(workers, OptionalInt.empty(), OptionalLong.empty()));
  }

  ScriptedPool(SchedulerOptions options) {
    scheduler = new Scheduler(options);
  }

  /** A pool whose workers are all ready. */
  static ScriptedPool ready(int workers) {
    return ready(options(workers, OptionalInt.empty(), OptionalLong.empty()));
  }

  /** The same whose processes are sent so many items each. */
  static ScriptedPool recycling(int workers, int maxTasksPerWorker) {
    return ready(options(workers, OptionalInt.of(maxTasksPerWorker), OptionalLong.empty()));
  }

  /** The same whose processes leave when they have been idle for that long. */
  static ScriptedPool resting(int workers, long idleTimeoutNanos) {
    return ready(options(workers, OptionalInt.empty(), OptionalLong.of(idleTimeoutNanos)));
  }

  static SchedulerOptions options(
      int workers, OptionalInt maxTasksPerWorker, OptionalLong idleTimeoutNanos) {
    return options(workers, maxTasksPerWorker, idleTimeoutNanos, OptionalInt.empty());
  }

  static SchedulerOptions options(
      int workers,
      OptionalInt maxTasksPerWorker,
      OptionalLong idleTimeoutNanos,
      OptionalInt launchesAtOnce) {
    return new SchedulerOptions(
        workers, START_TIMEOUT, GRACE, maxTasksPerWorker, idleTimeoutNanos, launchesAtOnce);
  }

  private static ScriptedPool ready(SchedulerOptions options) {
    ScriptedPool pool = new ScriptedPool(options);
    pool.say(new Event.PoolOpened());
    for (int id = 0; id < options.workers(); id++) {
      pool.say(new Event.WorkerReady(key(id, 1)));
    }
    pool.forget();
    return pool;
  }

  static WorkerKey key(int id, int generation) {
    return new WorkerKey(id, generation);
  }

  static JobOptions fixed(int chunkSize) {
    return new JobOptions(OptionalInt.of(chunkSize), OptionalLong.empty(), OptionalLong.empty(), 0);
  }

  static JobOptions retrying(int crashRetries) {
    return new JobOptions(
        OptionalInt.of(4), OptionalLong.empty(), OptionalLong.empty(), crashRetries);
  }

  static JobOptions timed(int chunkSize, long timeoutNanos) {
    return new JobOptions(
        OptionalInt.of(chunkSize), OptionalLong.empty(), OptionalLong.of(timeoutNanos), 0);
  }

  static Optional<RunningItem> item(Chunk chunk, int position) {
    return Optional.of(new RunningItem(chunk.id(), position));
  }

  /** Says an event and returns what the scheduler answered. */
  List<Command> say(Event event) {
    List<Command> answer = scheduler.handle(event, now);
    commands.addAll(answer);
    return answer;
  }

  List<Command> pass(long nanos) {
    now += nanos;
    return say(new Event.TimePassed());
  }

  /** How long until the scheduler wants to be called. */
  OptionalLong untilWake() {
    OptionalLong wake = scheduler.nextWakeNanos();
    return wake.isPresent() ? OptionalLong.of(wake.getAsLong() - now) : wake;
  }

  /** Lets the time jump to whenever the scheduler wants to be called, until it starts a process. */
  List<Command> sleepUntilStart() {
    List<Command> answer = List.of();
    while (only(answer, Command.StartWorker.class).isEmpty()) {
      now = Math.max(now, scheduler.nextWakeNanos().orElseThrow());
      answer = say(new Event.TimePassed());
    }
    return answer;
  }

  SimulatedBatch job(long jobId, JobOptions options, int items) {
    say(new Event.JobOpened(jobId, options));
    return offer(jobId, items);
  }

  SimulatedBatch offer(long jobId, int items) {
    SimulatedBatch batch = new SimulatedBatch(jobId, items, 10);
    say(new Event.BatchOffered(batch));
    return batch;
  }

  /** Offers items some time later, with nothing said in between. */
  List<Command> offerAfter(long nanos, long jobId, int items) {
    now += nanos;
    return say(new Event.BatchOffered(new SimulatedBatch(jobId, items, 10)));
  }

  List<Command> answer(Command.SendChunk sent, int from, int count, long busyNanos) {
    return say(
        new Event.WorkerAnswered(
            sent.worker(), sent.chunk().id(), from, count, busyNanos, "answers"));
  }

  List<Command> answerAll(Command.SendChunk sent, long nanosEach) {
    int count = sent.chunk().count();
    return answer(sent, 0, count, nanosEach * count);
  }

  List<Command> seen(Command.SendChunk sent, int position) {
    return say(new Event.WorkerSeen(sent.worker(), item(sent.chunk(), position)));
  }

  List<Command> seenIdle(WorkerKey worker) {
    return say(new Event.WorkerSeen(worker, Optional.empty()));
  }

  List<Command> returned(Command.SendChunk sent, int from) {
    return say(new Event.WorkerReturned(sent.worker(), sent.chunk().id(), from));
  }

  List<Command> hello(WorkerKey worker) {
    return say(new Event.WorkerSaidHello(worker));
  }

  List<Command> ready(WorkerKey worker) {
    return say(new Event.WorkerReady(worker));
  }

  List<Command> retiring(WorkerKey worker) {
    return say(new Event.WorkerRetiring(worker, "full"));
  }

  List<Command> exit(WorkerKey worker) {
    return say(new Event.WorkerExited(worker, Optional.empty(), "gone"));
  }

  List<Command> exitRunning(Command.SendChunk sent, int position) {
    return say(new Event.WorkerExited(sent.worker(), item(sent.chunk(), position), "gone"));
  }

  /** Starts the clock of what is remembered anew. */
  void forget() {
    commands.clear();
  }

  <C extends Command> List<C> said(Class<C> type) {
    return only(commands, type);
  }

  <C extends Command> C last(Class<C> type) {
    List<C> all = said(type);
    return all.get(all.size() - 1);
  }

  static <C extends Command> List<C> only(List<Command> commands, Class<C> type) {
    return commands.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** What a chunk covers, as text: readable in a failed assertion. */
  static String range(Command.SendChunk sent) {
    return sent.chunk().from() + ".." + sent.chunk().to();
  }

  static List<String> ranges(List<Command> commands) {
    return only(commands, Command.SendChunk.class).stream().map(ScriptedPool::range).toList();
  }
}
