package dev.procession.process.tunnel;

import java.util.List;

/** Connects a pool to the nodes on its hosts, and connects again where a connection has ended. */
public interface Carrier {
  /** The names of the hosts, as they were given. */
  List<String> hosts();

  /** Begins to connect; does not wait for that. */
  void open(Listener listener);

  /** Ends all connections, and leaves nothing behind on this machine. */
  void close();

  /** Told of connections, on any thread. */
  interface Listener {
    /**
     * A host is connected.
     *
     * @return what takes the messages of the node there, one at a time
     */
    Receiver connected(String host, Link link);

    /** A host could not be connected to, and why. */
    void failed(String host, String why);
  }

  /** Takes what one connection brings. */
  interface Receiver {
    /** A message has come. */
    void received(byte[] message);

    /**
     * The connection has ended; the last that is said of it.
     *
     * @param end what is known of the node
     * @param why what happened, for people
     */
    void ended(NodeEnd end, String why);
  }

  /** What the end of a connection says of the node behind it. */
  enum NodeEnd {
    /** Its process has ended, so that its workers have lost their standard input. */
    ENDED,
    /** It may run on, until it notices that nobody is heard any more. */
    UNKNOWN
  }
}
