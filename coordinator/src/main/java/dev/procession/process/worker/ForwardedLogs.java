package dev.procession.process.worker;

import dev.procession.process.observe.PoolLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Hands the log events among the lines of workers to this process's own loggers, with the worker's
 * number in the mapped diagnostic context.
 */
public final class ForwardedLogs implements Consumer<PrintedLine> {
  /** The key under which the context has the worker's number. */
  static final String WORKER_KEY = "worker";

  private final Consumer<PrintedLine> others;
  private final Function<String, Logger> loggers;

  ForwardedLogs(Consumer<PrintedLine> others, Function<String, Logger> loggers) {
    this.others = others;
    this.loggers = loggers;
  }

  /**
   * For the loggers of this process; without a provider of SLF4J, events are lines like others.
   *
   * @param others takes all other lines
   */
  public static Consumer<PrintedLine> before(Consumer<PrintedLine> others) {
    return PoolLog.providedLogger().isPresent()
        ? new ForwardedLogs(others, LoggerFactory::getLogger)
        : line -> others.accept(asText(line));
  }

  /** The JVM options of workers that forward the log events that are enabled here. */
  public static List<String> workerOptions() {
    Level level =
        PoolLog.providedLogger().isPresent()
            ? wanted(LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
            : Level.INFO;
    return List.of(
        "-D" + LoggerFactory.PROVIDER_PROPERTY_KEY + "=" + ForwardingLogs.class.getName(),
        // SLF4J prints which provider it was told to load.
        "-Dslf4j.internal.verbosity=WARN",
        "-D" + ForwardingLogs.LEVEL_PROPERTY + "=" + level);
  }

  private static Level wanted(Logger root) {
    for (Level level : List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN)) {
      if (root.isEnabledForLevel(level)) {
        return level;
      }
    }
    return Level.ERROR;
  }

  @Override
  public void accept(PrintedLine line) {
    Optional<ForwardedLine> event = event(line);
    if (event.isEmpty()) {
      others.accept(line);
      return;
    }
    Map<String, String> before = MDC.getCopyOfContextMap();
    event.get().context().forEach(MDC::put);
    MDC.put(WORKER_KEY, Integer.toString(line.workerId()));
    try {
      log(event.get());
    } finally {
      MDC.setContextMap(before == null ? Map.of() : before);
    }
  }

  private void log(ForwardedLine event) {
    LoggingEventBuilder builder = loggers.apply(event.logger()).atLevel(event.level());
    LoggingEventBuilder complete =
        event.error().isPresent() ? builder.setCause(event.error().get()) : builder;
    complete.log(event.message());
  }

  private static PrintedLine asText(PrintedLine line) {
    return event(line)
        .map(e -> e.level() + " " + e.logger() + " - " + e.message() + error(e))
        .map(text -> new PrintedLine(line.workerId(), line.origin(), text))
        .orElse(line);
  }

  private static String error(ForwardedLine event) {
    return event.error().map(error -> ": " + error).orElse("");
  }

  private static Optional<ForwardedLine> event(PrintedLine line) {
    return line.origin() == PrintedLine.Origin.ERR
        ? ForwardedLine.decoded(line.text())
        : Optional.empty();
  }
}
