package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.Certificates;
import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.apache.ignite.ssl.SslContextFactory;

/** A member of the ring of nodes and gateways: lists the other members and sends them messages. */
final class Ring implements AutoCloseable {
  /** What becomes of the ring; told on the engine's threads, which must not wait. */
  interface Listener {
    /** A message has come. */
    void received(UUID from, byte[] message);

    /** A member has joined or left. */
    void changed();

    /**
     * Somebody is gone, who may run on where {@code failed}.
     *
     * @param name for people: a node's address, or that it is a program
     */
    void left(UUID member, String name, boolean failed);

    /** The others take this member for dead, or the engine has failed: this JVM must end. */
    void fatal(String why);
  }

  private static final String TOPIC = "procession";
  private static final String NAME = "procession.node";
  private static final long REGION_BYTES = 10L << 20;
  private static final int FIRST_GATEWAY_PORT = 48500;
  private static final int GATEWAY_PORTS = 200;
  private static final long JOIN_MILLIS = 60_000;
  private static final int THREADS = 4;

  /**
   * A program notices silence by its own beats, and a process that ends closes its sockets. So
   * there is no need for more haste than a busy machine can bear.
   */
  private static final long FAILURE_MILLIS = 10_000;

  private final Ignite ignite;

  private Ring(Ignite ignite) {
    this.ignite = ignite;
  }

  /**
   * Joins as a node; without others it is a ring of its own, which they can join.
   *
   * @param addresses of nodes that may be in the ring
   */
  static Ring ofNode(
      EngineArguments arguments, Collection<NodeAddress> addresses, Listener listener)
      throws IOException {
    NodeAddress bind = arguments.bind();
    IgniteConfiguration configuration = configuration(arguments, listener);
    configuration.setUserAttributes(Map.of(NAME, bind.toString()));
    int messages = bind.port() + NodeAddress.MESSAGES_PORT_OFFSET;
    ports(configuration, arguments, addresses, bind.port(), messages, 0);
    return start(configuration, listener);
  }

  /**
   * Joins as a gateway, which nobody else joins.
   *
   * @param addresses of nodes, of which one at least is there
   */
  static Ring ofGateway(
      EngineArguments arguments, Collection<NodeAddress> addresses, Listener listener)
      throws IOException {
    IgniteConfiguration configuration = configuration(arguments, listener);
    int messages = FIRST_GATEWAY_PORT + GATEWAY_PORTS;
    ports(configuration, arguments, addresses, FIRST_GATEWAY_PORT, messages, GATEWAY_PORTS - 1);
    return start(configuration, listener);
  }

  private static void ports(
      IgniteConfiguration configuration,
      EngineArguments arguments,
      Collection<NodeAddress> joined,
      int discovery,
      int messages,
      int range) {
    TcpDiscoveryVmIpFinder finder = new TcpDiscoveryVmIpFinder();
    List<String> addresses = new ArrayList<>();
    joined.forEach(address -> addresses.add(address.withPort()));
    finder.setAddresses(addresses);
    TcpDiscoverySpi discoverySpi = new TcpDiscoverySpi();
    discoverySpi.setIpFinder(finder);
    discoverySpi.setLocalAddress(arguments.bind().host());
    discoverySpi.setLocalPort(discovery);
    discoverySpi.setLocalPortRange(range);
    discoverySpi.setJoinTimeout(JOIN_MILLIS);
    configuration.setDiscoverySpi(discoverySpi);
    TcpCommunicationSpi communicationSpi = new TcpCommunicationSpi();
    communicationSpi.setLocalAddress(arguments.bind().host());
    communicationSpi.setLocalPort(messages);
    communicationSpi.setLocalPortRange(range);
    configuration.setCommunicationSpi(communicationSpi);
  }

  private static IgniteConfiguration configuration(EngineArguments arguments, Listener listener) {
    IgniteConfiguration configuration = new IgniteConfiguration();
    configuration.setGridLogger(NullLogger.INSTANCE);
    configuration.setWorkDirectory(Path.of(arguments.folder().toString(), "ignite").toString());
    configuration.setConsistentId(UUID.randomUUID().toString());
    configuration.setLocalHost(arguments.bind().host());
    arguments.certificates().ifPresent(folder -> configuration.setSslContextFactory(tls(folder)));
    configuration.setPeerClassLoadingEnabled(false);
    configuration.setClientConnectorConfiguration(null);
    configuration.setConnectorConfiguration(null);
    configuration.setMetricsLogFrequency(0);
    configuration.setFailureDetectionTimeout(FAILURE_MILLIS);
    configuration.setSegmentationPolicy(SegmentationPolicy.NOOP);
    configuration.setFailureHandler(new Fatal(listener));
    configuration.setIncludeEventTypes(
        EventType.EVT_NODE_JOINED,
        EventType.EVT_NODE_LEFT,
        EventType.EVT_NODE_FAILED,
        EventType.EVT_NODE_SEGMENTED);
    configuration.setPublicThreadPoolSize(THREADS);
    configuration.setSystemThreadPoolSize(THREADS);
    configuration.setStripedPoolSize(THREADS);
    configuration.setManagementThreadPoolSize(THREADS);
    configuration.setQueryThreadPoolSize(1);
    configuration.setDataStreamerThreadPoolSize(1);
    configuration.setRebalanceThreadPoolSize(1);
    // The engine is also a store of data, which is not used here: as little as it allows.
    configuration.setDataStorageConfiguration(
        new DataStorageConfiguration()
            .setSystemDataRegionConfiguration(
                new SystemDataRegionConfiguration()
                    .setInitialSize(REGION_BYTES)
                    .setMaxSize(2 * REGION_BYTES))
            .setDefaultDataRegionConfiguration(
                new DataRegionConfiguration()
                    .setInitialSize(REGION_BYTES)
                    .setMaxSize(2 * REGION_BYTES)));
    return configuration;
  }

  /** Both ends show a certificate, as the engine always asks for. */
  private static SslContextFactory tls(Path folder) {
    String store = Certificates.store(folder).toString();
    SslContextFactory tls = new SslContextFactory();
    tls.setProtocol(Certificates.PROTOCOL);
    tls.setProtocols(Certificates.PROTOCOL);
    tls.setKeyStoreType(Certificates.STORE_TYPE);
    tls.setKeyStoreFilePath(store);
    tls.setKeyStorePassword(Certificates.password());
    tls.setTrustStoreType(Certificates.STORE_TYPE);
    tls.setTrustStoreFilePath(store);
    tls.setTrustStorePassword(Certificates.password());
    return tls;
  }

  private static Ring start(IgniteConfiguration configuration, Listener listener)
      throws IOException {
    Ignite ignite;
    try {
      ignite = Ignition.start(configuration);
    } catch (IgniteException e) {
      throw new IOException(reason(e), e);
    }
    ignite
        .message()
        .localListen(
            TOPIC,
            (UUID from, Object message) -> {
              if (message instanceof byte[] bytes) {
                listener.received(from, bytes);
              }
              return true;
            });
    ignite
        .events()
        .localListen(
            event -> {
              tell(event, listener);
              return true;
            },
            EventType.EVT_NODE_JOINED,
            EventType.EVT_NODE_LEFT,
            EventType.EVT_NODE_FAILED,
            EventType.EVT_NODE_SEGMENTED);
    return new Ring(ignite);
  }

  private static void tell(Event event, Listener listener) {
    if (event.type() == EventType.EVT_NODE_SEGMENTED) {
      listener.fatal("the others have taken this member for dead");
    } else if (event.type() != EventType.EVT_NODE_JOINED && event instanceof DiscoveryEvent left) {
      ClusterNode member = left.eventNode();
      String name = Optional.ofNullable(member.<String>attribute(NAME)).orElse("a program");
      listener.left(member.id(), name, event.type() == EventType.EVT_NODE_FAILED);
    }
    listener.changed();
  }

  /** The innermost message, which says what the others only repeat. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return String.valueOf(innermost.getMessage());
  }

  /** The nodes that are there, without gateways. */
  List<Member> nodes() {
    List<Member> nodes = new ArrayList<>();
    for (ClusterNode node : ignite.cluster().forServers().nodes()) {
      String name = node.attribute(NAME);
      if (name != null) {
        nodes.add(new Member(node.id(), name));
      }
    }
    return List.copyOf(nodes);
  }

  /** Those addresses at which no member listens, however they are written. */
  List<NodeAddress> lacking(List<NodeAddress> addresses) {
    Set<InetSocketAddress> there = new HashSet<>();
    for (ClusterNode node : ignite.cluster().forServers().nodes()) {
      String name = node.attribute(NAME);
      if (name != null) {
        NodeAddress bound = NodeAddress.of(name);
        there.add(bound.resolved());
        node.addresses().forEach(host -> there.add(new InetSocketAddress(host, bound.port())));
      }
    }
    return addresses.stream().filter(address -> !there.contains(address.resolved())).toList();
  }

  /** Whether there are members that are not nodes. */
  boolean hasPrograms() {
    return ignite.cluster().forServers().nodes().stream()
        .anyMatch(node -> node.attribute(NAME) == null);
  }

  boolean has(UUID member) {
    return ignite.cluster().node(member) != null;
  }

  /** Sends a message, and may wait for that; returns whether it could be sent. */
  boolean send(UUID to, byte[] message) {
    try {
      ignite.message(ignite.cluster().forNodeId(to)).send(TOPIC, message);
      return true;
    } catch (IgniteException | IllegalStateException e) {
      // It has left, or this ring is closed; who waits for it learns of that by the event.
      return false;
    }
  }

  @Override
  public void close() {
    Ignition.stop(ignite.name(), true);
  }

  /** Passes a failure of the engine on. */
  private record Fatal(Listener listener) implements FailureHandler {
    @Override
    public boolean onFailure(Ignite ignite, FailureContext context) {
      listener.fatal("the engine has failed: " + context);
      return true;
    }
  }
}
