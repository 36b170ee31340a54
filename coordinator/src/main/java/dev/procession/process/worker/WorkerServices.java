package dev.procession.process.worker;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.LocalHost;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.job.FunctionDefinition;
import dev.procession.process.job.FunctionEncoder;
import dev.procession.process.launch.Launcher;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.PoolLog;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.process.shipping.Broadcasts;
import dev.procession.process.shipping.ResourceServer;
import dev.procession.process.thread.CallbackThreads;
import dev.procession.process.thread.Threads;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.WorkerKey;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The services that all worker processes of a pool share. */
public final class WorkerServices {
  private final WorkerOptions options;
  private final long shutdownGraceNanos;
  private final WorkerHost host;
  private final Consumer<Event> events;
  private final Threads threads;
  private final CallbackThreads callbacks;
  private final CallbackThreads classThreads;
  private final PoolFolder folder;
  private final FunctionEncoder functions;
  private final Broadcasts broadcasts;
  private final ResourceServer code;
  private final PoolLog log;
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final Optional<FunctionDefinition> initializer;
  private final Optional<WorkerObserver> observer;

  /** Written before the first process is started. */
  private Optional<SharedRequestTaker> sharedRequests = Optional.empty();

  /**
   * @param shutdownGraceNanos how long a worker may take to exit
   * @param events takes what processes report
   * @param log logs events that have no caller
   * @param threads makes all threads but the loop's and the feeders'
   * @param launcher launches the processes, on this machine
   * @throws EncodingException if the initializer cannot travel
   */
  public WorkerServices(
      WorkerOptions options,
      long shutdownGraceNanos,
      Consumer<Event> events,
      PoolLog log,
      Threads threads,
      Launcher launcher)
      throws EncodingException {
    this(options, shutdownGraceNanos, events, log, threads, launcher, new PoolFolder());
  }

  private WorkerServices(
      WorkerOptions options,
      long shutdownGraceNanos,
      Consumer<Event> events,
      PoolLog log,
      Threads threads,
      Launcher launcher,
      PoolFolder folder)
      throws EncodingException {
    this(
        options,
        shutdownGraceNanos,
        events,
        log,
        threads,
        new LocalHost(options.launch(), folder, threads, launcher),
        folder,
        Optional.empty());
  }

  /**
   * The same for processes that run wherever they are launched.
   *
   * @param host launches the processes
   * @param folder where the pool has its files on this machine
   * @param observer observes the processes
   * @throws EncodingException if the initializer cannot travel
   */
  public WorkerServices(
      WorkerOptions options,
      long shutdownGraceNanos,
      Consumer<Event> events,
      PoolLog log,
      Threads threads,
      WorkerHost host,
      PoolFolder folder,
      Optional<WorkerObserver> observer)
      throws EncodingException {
    this.log = log;
    this.options = options;
    this.shutdownGraceNanos = shutdownGraceNanos;
    this.threads = threads;
    this.observer = observer;
    this.callbacks = new CallbackThreads("procession-callback", threads);
    this.classThreads = new CallbackThreads("procession-classes", threads);
    this.events = events;
    this.host = host;
    this.folder = folder;
    this.functions =
        new FunctionEncoder(
            options.maxItemBytes(),
            copied -> callbacks.execute(() -> log.sharedByThreadsOnly(copied)));
    this.broadcasts = new Broadcasts(functions.names(), options.maxItemBytes());
    this.code = new ResourceServer(functions.loaders(), options.maxItemBytes());
    this.initializer =
        options.initializer().isPresent()
            ? Optional.of(functions.define(options.initializer().get(), FunctionKind.INITIALIZER))
            : Optional.empty();
  }

  /** Sets the handler of requests for shared objects; before any process is started. */
  public void takesSharedRequests(SharedRequestTaker taker) {
    sharedRequests = Optional.of(taker);
  }

  Optional<SharedRequestTaker> sharedRequests() {
    return sharedRequests;
  }

  /** The longest encoded value. */
  public int maxItemBytes() {
    return options.maxItemBytes();
  }

  /**
   * Before any process is started.
   *
   * @param hosts notified of hosts that come and go
   */
  public void open(HostEvents hosts) {
    callbacks.open();
    classThreads.open();
    host.open(hosts);
  }

  /** When every process is gone. */
  public void close() {
    host.close();
    broadcasts.closeAll();
    folder.delete();
    callbacks.close();
    classThreads.close();
  }

  WorkerOptions options() {
    return options;
  }

  /** Encodes the functions of jobs, and makes encoders of items. */
  public FunctionEncoder functions() {
    return functions;
  }

  /** What the class loaders of the tasks have for workers. Runs user code. */
  ResourceServer code() {
    return code;
  }

  void post(Event event) {
    events.accept(event);
  }

  /** Where the processes run. */
  public WorkerHost host() {
    return host;
  }

  public PoolFolder folder() {
    return folder;
  }

  public Broadcasts broadcasts() {
    return broadcasts;
  }

  Threads threads() {
    return threads;
  }

  /** The log for events that have no caller. */
  public PoolLog log() {
    return log;
  }

  public CallbackThreads callbacks() {
    return callbacks;
  }

  /**
   * Threads that serve the classes workers ask for. Not those of the callbacks, which may all wait
   * for tasks that need these classes.
   */
  CallbackThreads classThreads() {
    return classThreads;
  }

  /** What lets a process begin that knows the initializer. */
  ToWorker.Start start() {
    return new ToWorker.Start(
        initializer.isPresent()
            ? OptionalInt.of(initializer.get().functionId())
            : OptionalInt.empty());
  }

  /** The coordinator's half of the handshake with a process that finds its page at {@code page}. */
  ToWorker.Welcome welcome(WorkerKey key, String page) {
    return new ToWorker.Welcome(
        Protocol.VERSION,
        key.workerId(),
        ProcessHandle.current().pid(),
        options.maxItemBytes(),
        page,
        options.maxWorkerBytes(),
        TimeUnit.NANOSECONDS.toMillis(shutdownGraceNanos));
  }

  /**
   * A writer to a worker.
   *
   * @param sending receives each message before it is written
   */
  WorkerWriter writer(OutputStream workersStdin, Consumer<ToWorker> sending) {
    return new WorkerWriter(workersStdin, functions.names(), bytesSent, sending);
  }

  /** A decoder of what workers send, with the classes of a loader. */
  public ItemDecoder decoderOfResults(KnownNames itsNames, ClassLoader loader) {
    return options.allowedResults().isPresent()
        ? ItemDecoder.ofResults(itsNames, loader, options.allowedResults().get())
        : ItemDecoder.ofResults(itsNames, loader);
  }

  Optional<FunctionDefinition> initializer() {
    return initializer;
  }

  List<String> heapWatch() {
    return heapWatch(observer);
  }

  /** What tells a worker that it is to say how much of its heap it uses; mostly nothing. */
  public static List<String> heapWatch(Optional<WorkerObserver> observer) {
    return observer.isPresent() && observer.get().wantsHeap()
        ? List.of("-D" + ProgressPage.HEAP_PROPERTY + "=true")
        : List.of();
  }

  /** How workers are launched, for people. */
  public List<ObservedPool.Setting> settings() {
    return host.flags().stream()
        .map(flag -> new ObservedPool.Setting(flag.text(), flag.reason()))
        .toList();
  }

  /** The resident memory with which a worker may begin an item; empty for no limit. */
  public Optional<Long> maxWorkerBytes() {
    return options.maxWorkerBytes().stream().boxed().findFirst();
  }

  /** The observer of the processes, if there is one. */
  public Optional<WorkerObserver> observer() {
    return observer;
  }

  public LongAdder bytesSent() {
    return bytesSent;
  }

  public LongAdder bytesReceived() {
    return bytesReceived;
  }
}
