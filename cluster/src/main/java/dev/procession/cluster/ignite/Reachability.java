package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.Certificates;
import dev.procession.cluster.engine.NodeAddress;
import dev.procession.process.thread.Threads;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/**
 * What an address says to somebody who knocks.
 *
 * @param answer what it does
 * @param trouble what is wrong, for people; empty if nothing is
 */
record Reachability(Answer answer, String trouble) {
  enum Answer {
    /** A node listens there. */
    LISTENS,
    /** The machine is there, and nobody listens: the process that did is gone. */
    REFUSED,
    /** Something listens there that does not belong to this cluster. */
    STRANGE,
    /** Nothing is known. */
    SILENT
  }

  private static final int CONNECT_MILLIS = 1000;
  private static final int REFUSAL_MILLIS = 300;

  /** Knocks at all of them at the same time, so that those that are silent take no longer. */
  static Map<NodeAddress, Reachability> ofAll(
      Collection<NodeAddress> addresses, Optional<SSLContext> certificates, Threads threads) {
    Map<NodeAddress, CompletableFuture<Reachability>> asked = new LinkedHashMap<>();
    for (NodeAddress address : addresses) {
      CompletableFuture<Reachability> answer = new CompletableFuture<>();
      asked.put(address, answer);
      threads
          .daemon("procession-knock", () -> answer.complete(of(address, certificates)), 0)
          .start();
    }
    Map<NodeAddress, Reachability> answers = new LinkedHashMap<>();
    asked.forEach((address, answer) -> answers.put(address, answer.join()));
    return answers;
  }

  /** Knocks; takes a second at most, or two where certificates are shown. */
  static Reachability of(NodeAddress address, Optional<SSLContext> certificates) {
    InetSocketAddress resolved = address.resolved();
    if (resolved.isUnresolved()) {
      return new Reachability(Answer.SILENT, "its name is not known");
    }
    try (Socket socket = new Socket()) {
      socket.connect(resolved, CONNECT_MILLIS);
      return certificates.isEmpty()
          ? new Reachability(Answer.LISTENS, "")
          : shown(socket, certificates.get());
    } catch (SocketTimeoutException e) {
      return new Reachability(Answer.SILENT, "nothing answers at " + address.withPort());
    } catch (ConnectException e) {
      boolean refused = Optional.ofNullable(e.getMessage()).orElse("").contains("refused");
      return refused
          ? new Reachability(Answer.REFUSED, "no node listens at " + address.withPort())
          : new Reachability(Answer.SILENT, address.withPort() + ": " + e.getMessage());
    } catch (IOException e) {
      return new Reachability(Answer.SILENT, address.withPort() + ": " + e.getMessage());
    }
  }

  private static Reachability shown(Socket connected, SSLContext certificates) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            certificates
                .getSocketFactory()
                .createSocket(connected, connected.getInetAddress().getHostAddress(), 0, true)) {
      socket.setEnabledProtocols(new String[] {Certificates.PROTOCOL});
      socket.setSoTimeout(CONNECT_MILLIS);
      socket.startHandshake();
      awaitRefusal(socket);
      return new Reachability(Answer.LISTENS, "");
    } catch (SSLException e) {
      return new Reachability(Answer.STRANGE, trouble(e));
    }
  }

  /** Whether the other end takes what was shown is not a part of the handshake. */
  private static void awaitRefusal(SSLSocket socket) throws IOException {
    socket.setSoTimeout(REFUSAL_MILLIS);
    try {
      // It waits for more to be said, or has enough.
      socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      // It was taken.
    }
  }

  static String trouble(SSLException failure) {
    String text = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateNotYetValidException
          || cause instanceof CertificateExpiredException) {
        return "its certificate is not valid at this time: do the clocks agree? ("
            + cause.getMessage()
            + ")";
      }
    }
    if (text.startsWith("Received fatal alert")) {
      return "it does not accept this program's certificate, which is of another authority ("
          + text
          + ")";
    }
    return failure instanceof SSLHandshakeException
        ? "its certificate is not of this cluster's authority (" + text + ")"
        : "it does not speak TLS (" + text + ")";
  }
}
