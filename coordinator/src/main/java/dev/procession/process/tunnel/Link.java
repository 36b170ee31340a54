package dev.procession.process.tunnel;

/** A connection to the other end of the tunnel. Any thread may call it. */
public interface Link {
  /** Queues a message; never blocks. What cannot be sent is dropped, and the connection breaks. */
  void send(byte[] message);

  /** Ends the connection; may be called twice. */
  void close();
}
