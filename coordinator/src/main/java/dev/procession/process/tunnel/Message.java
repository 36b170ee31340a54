package dev.procession.process.tunnel;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message of the tunnel. Those about a worker name it by the number that the pool gave it for
 * this connection, and a file that is sent by the number that the node gave it.
 */
public sealed interface Message {
  /** Changed with every change to what is said here. */
  int VERSION = 3;

  /** A stream of a worker, named from the worker's end. */
  enum Stream {
    STDIN,
    STDOUT,
    STDERR
  }

  // From the node.

  /**
   * The node is there; its first message.
   *
   * @param version the version of the tunnel that it speaks
   * @param slots how many workers it runs at once
   * @param launchesAtOnce how many of them may be starting
   * @param sentNanos when it was sent, by the node's clock
   * @param java the version of its Java
   */
  record Hello(int version, int slots, int launchesAtOnce, long sentNanos, String java)
      implements Message {
    /** Of a node that speaks another version, of which no more is understood than that. */
    static Hello ofVersion(int version) {
      return new Hello(version, 0, 0, 0, "");
    }
  }

  /**
   * The node lives.
   *
   * @param sentNanos when it was sent, by the node's clock
   */
  record Beat(long sentNanos) implements Message {}

  /**
   * A file is wanted that the pool has named, as a stream of that number to the node.
   *
   * @param transfer a number that no worker has
   */
  record Wanted(long transfer, String hash) implements Message {}

  /** The node has what workers need: they can be launched. */
  record Prepared() implements Message {}

  /** The node cannot launch workers, and why. */
  record NotPrepared(String why) implements Message {}

  /**
   * A worker was launched.
   *
   * @param page the path of its progress page
   */
  record Launched(long worker, long pid, String page) implements Message {}

  /** A worker could not be launched, and why. */
  record NotLaunched(long worker, String why) implements Message {}

  /** There is no room for a worker any more, so it was not launched. */
  record NoPlace(long worker) implements Message {}

  /** The node takes no more workers, and ends when those that it has are gone. */
  record Draining() implements Message {}

  /** What a worker runs has changed. */
  record Running(long worker, Optional<RunningItem> item) implements Message {}

  /** A worker is gone: the last that is said of it, behind all that it wrote. */
  record Exited(
      long worker, OptionalInt exitCode, Optional<RunningItem> running, String crashReport)
      implements Message {}

  // From the pool.

  /**
   * How workers are launched; the first message.
   *
   * @param hostTimeoutNanos how long the node may hear nothing before it kills its workers
   * @param classPath the jars of the workers, in their order; none for those of the node
   */
  record Open(long hostTimeoutNanos, LaunchOptions launch, List<Blob> classPath)
      implements Message {}

  /**
   * The pool lives, and has heard the node.
   *
   * @param sentNanos when the node sent what is answered here, by its own clock
   */
  record Echo(long sentNanos) implements Message {}

  /**
   * The content of a file is the next that a worker reads. The node asks for the file if it has not
   * got it.
   */
  record Splice(long worker, Blob blob) implements Message {}

  /** No worker will be given the content of that file any more. */
  record Forget(String hash) implements Message {}

  /** Launch a worker. */
  record Launch(long worker, WorkerKey key) implements Message {}

  /** A worker has taken in what it needs to start. */
  record Ready(long worker) implements Message {}

  /** Kill a worker. */
  record Kill(long worker) implements Message {}

  // From both.

  /** Bytes of a stream. */
  record Bytes(long worker, Stream stream, byte[] bytes) implements Message {}

  /** The end of a stream. */
  record End(long worker, Stream stream) implements Message {}

  /** So many bytes of a stream have been consumed: as many more may be sent. */
  record Credit(long worker, Stream stream, int bytes) implements Message {}
}
