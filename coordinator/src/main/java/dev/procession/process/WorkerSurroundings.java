package dev.procession.process;

import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.codec.KnownNames;
import dev.procession.protocol.codec.NameTable;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.WorkerKey;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What all worker processes of a pool share. */
final class WorkerSurroundings {
  private final EngineOptions options;
  private final LaunchPlan plan;
  private final Consumer<Event> events;
  private final Threads threads;
  private final Launcher launcher;
  private final CallbackThreads callbacks;
  private final PoolFolder folder = new PoolFolder();
  private final NameTable names = new NameTable();
  private final Broadcasts broadcasts;
  private final TaskLoaders loaders = new TaskLoaders();
  private final CodeSources code;
  private final AtomicInteger functionIds = new AtomicInteger();
  private final PoolLog log;
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final Optional<FunctionDefinition> initializer;
  private final Optional<WorkerObserver> observer = Observed.newPool();

  /** Written before the first process is started. */
  private Optional<ArchiveMaker> archiveMaker = Optional.empty();

  /**
   * @param events takes what processes report
   * @param log where that is said which no caller is there to be told
   * @param threads makes all threads but the loop's and the feeders'
   * @param launcher launches the processes
   * @throws EncodingException if the initializer cannot travel
   */
  WorkerSurroundings(
      EngineOptions options,
      Consumer<Event> events,
      PoolLog log,
      Threads threads,
      Launcher launcher)
      throws EncodingException {
    this.log = log;
    this.options = options;
    this.threads = threads;
    this.launcher = launcher;
    this.callbacks = new CallbackThreads(threads);
    this.events = events;
    this.plan = new LaunchPlan(options.launch());
    this.broadcasts = new Broadcasts(names, options.maxItemBytes());
    this.code = new CodeSources(loaders, options.maxItemBytes());
    this.initializer =
        options.initializer().isPresent()
            ? Optional.of(define(options.initializer().get(), FunctionKind.INITIALIZER))
            : Optional.empty();
  }

  /** Before any process is started. */
  void open() {
    callbacks.open();
    archiveMaker = plan.archive().map(archive -> ArchiveMaker.start(archive, threads));
  }

  /** When every process is gone. */
  void close() {
    archiveMaker.ifPresent(ArchiveMaker::stop);
    broadcasts.closeAll();
    folder.delete();
    callbacks.close();
  }

  /**
   * Encodes a function for all workers; on the caller's thread, since it runs code of the user's.
   */
  FunctionDefinition define(Object function, FunctionKind kind) throws EncodingException {
    ItemEncoder encoder = new ItemEncoder(names, options.maxItemBytes());
    DeepEncoding.add(function, encoder);
    return new FunctionDefinition(
        functionIds.getAndIncrement(), kind, loaders.of(function), encoder.take().copyOf(0));
  }

  /** The function of jobs whose items are their own functions. */
  FunctionDefinition defineCall(TaskClasses taskClasses) {
    return new FunctionDefinition(
        functionIds.getAndIncrement(), FunctionKind.CALL, taskClasses, new byte[0]);
  }

  /** What the class loaders of the tasks have for workers. Runs code of the user's. */
  CodeSources code() {
    return code;
  }

  void post(Event event) {
    events.accept(event);
  }

  LaunchPlan plan() {
    return plan;
  }

  PoolFolder folder() {
    return folder;
  }

  NameTable names() {
    return names;
  }

  Broadcasts broadcasts() {
    return broadcasts;
  }

  TaskLoaders loaders() {
    return loaders;
  }

  Threads threads() {
    return threads;
  }

  PoolLog log() {
    return log;
  }

  Launcher launcher() {
    return launcher;
  }

  CallbackThreads callbacks() {
    return callbacks;
  }

  JobOptions submitScheduling() {
    return options.submitScheduling();
  }

  int maxItemBytes() {
    return options.maxItemBytes();
  }

  /** What lets a process begin that knows the initializer. */
  ToWorker.Start start() {
    return new ToWorker.Start(
        initializer
            .map(function -> OptionalInt.of(function.functionId()))
            .orElse(OptionalInt.empty()));
  }

  /** The coordinator's half of the handshake with a process that finds its page at {@code page}. */
  ToWorker.Welcome welcome(WorkerKey key, Path page) {
    return new ToWorker.Welcome(
        Protocol.VERSION,
        key.workerId(),
        ProcessHandle.current().pid(),
        options.maxItemBytes(),
        page.toString(),
        options.maxWorkerBytes(),
        TimeUnit.NANOSECONDS.toMillis(options.scheduling().shutdownGraceNanos()));
  }

  /**
   * A writer to a worker.
   *
   * @param sending told of each message before it is written
   */
  WorkerWriter writer(OutputStream workersStdin, Consumer<ToWorker> sending) {
    return new WorkerWriter(workersStdin, names, bytesSent, sending);
  }

  /** A decoder of what workers send, with the classes of a loader. */
  ItemDecoder decoderOfResults(KnownNames itsNames, ClassLoader loader) {
    return options.allowedResults().isPresent()
        ? ItemDecoder.ofResults(itsNames, loader, options.allowedResults().get())
        : ItemDecoder.ofResults(itsNames, loader);
  }

  Consumer<PrintedLine> printed() {
    return options.printed();
  }

  Optional<FunctionDefinition> initializer() {
    return initializer;
  }

  /** Sees what becomes of processes, where somebody wants to. */
  Optional<WorkerObserver> observer() {
    return observer;
  }

  LongAdder bytesSent() {
    return bytesSent;
  }

  LongAdder bytesReceived() {
    return bytesReceived;
  }
}
