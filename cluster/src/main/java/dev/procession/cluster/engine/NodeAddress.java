package dev.procession.cluster.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * The address of a node, as it is written: a host, and a port where it is not the default one.
 *
 * @param host a name or an address; one of IPv6 without its brackets
 */
public record NodeAddress(String host, int port) {
  /** Where a node listens for others that join. */
  public static final int DEFAULT_PORT = 47500;

  /** So far behind that port is the one for messages. */
  public static final int MESSAGES_PORT_OFFSET = 100;

  private static final int MAX_PORT = 65535 - MESSAGES_PORT_OFFSET;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if the port is out of range
   */
  public static NodeAddress of(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon >= 0 && !text.endsWith("]");
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!hasPort) {
      return new NodeAddress(host, DEFAULT_PORT);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 1 && port <= MAX_PORT) {
        return new NodeAddress(host, port);
      }
    } catch (NumberFormatException e) {
      // As a port that is out of range.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\": the port of a node is a number from 1 to " + MAX_PORT);
  }

  /** Whether it is this machine's loopback address, which nobody else can reach. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Looks the name up. */
  public InetSocketAddress resolved() {
    return new InetSocketAddress(host, port);
  }

  /** With its port, as the engine reads it. */
  public String withPort() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return port == DEFAULT_PORT ? host : withPort();
  }
}
