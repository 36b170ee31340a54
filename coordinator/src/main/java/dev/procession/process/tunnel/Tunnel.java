package dev.procession.process.tunnel;

import java.io.IOException;

/**
 * One end of a connection: numbers what goes out, and takes in only what comes in the right order.
 */
public final class Tunnel {
  private final Link link;

  /** Guarded by this. */
  private long sent;

  /** Used by the thread that receives. */
  private long received;

  public Tunnel(Link link) {
    this.link = link;
  }

  /** Queues a message; from any thread, never blocks. */
  public synchronized void send(Message message) {
    link.send(MessageCodec.bytes(sent++, message));
  }

  /**
   * Takes in what the connection has brought.
   *
   * @throws IOException if a message before it is missing, or if it is none: the connection is not
   *     to be believed any more
   */
  public Message receive(byte[] message) throws IOException {
    long number = MessageCodec.number(message);
    if (number != received) {
      throw new IOException("message " + number + " came where " + received + " was due");
    }
    received++;
    return MessageCodec.message(message);
  }

  public void close() {
    link.close();
  }
}
