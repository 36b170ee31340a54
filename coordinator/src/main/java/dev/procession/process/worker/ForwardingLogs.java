package dev.procession.process.worker;

import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The SLF4J provider of workers whose logs are forwarded: prints each event as a {@link
 * ForwardedLine}. Known to a worker by its class name only.
 */
public final class ForwardingLogs implements SLF4JServiceProvider {
  /** The system property that says from which level on events are forwarded. */
  static final String LEVEL_PROPERTY = "procession.logs.level";

  private final PrintStream out;
  private final int threshold;
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final BasicMDCAdapter context = new BasicMDCAdapter();
  private final IMarkerFactory markers = new BasicMarkerFactory();

  /** Called by SLF4J. */
  public ForwardingLogs() {
    this(System.err, Level.valueOf(System.getProperty(LEVEL_PROPERTY, Level.INFO.name())));
  }

  ForwardingLogs(PrintStream out, Level threshold) {
    this.out = out;
    this.threshold = threshold.toInt();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, this::newLogger);
  }

  private Logger newLogger(String name) {
    return new ForwardingLogger(name, this);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private void forward(Level level, String logger, String message, @Nullable Throwable error) {
    ForwardedLine line =
        new ForwardedLine(level, logger, message, present(), Optional.ofNullable(error));
    // With the line's end in one piece, so that others' lines do not get into it.
    out.print(line.encoded() + "\n");
    out.flush();
  }

  /** The context; a value may be null, which says nothing. */
  private Map<String, String> present() {
    Map<String, String> copy = context.getCopyOfContextMap();
    if (copy == null) {
      return Map.of();
    }
    copy.values().removeIf(Objects::isNull);
    return copy;
  }

  /** A logger of one name. */
  private static final class ForwardingLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient ForwardingLogs logs;

    ForwardingLogger(String name, ForwardingLogs logs) {
      this.name = name;
      this.logs = logs;
    }

    private boolean isEnabled(Level level) {
      return level.toInt() >= logs.threshold;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable error) {
      String message = MessageFormatter.basicArrayFormat(pattern, arguments);
      logs.forward(level, getName(), String.valueOf(message), error);
    }

    @Override
    public boolean isTraceEnabled() {
      return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
      return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
      return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
      return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
      return isEnabled(Level.ERROR);
    }
  }
}
