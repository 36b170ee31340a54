package dev.procession;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task, its item or its result could not travel between the coordinator and a worker. The worker
 * goes on, and so do all other items.
 *
 * <pre>{@code
 * try {
 *   pool.map(x -> new Thread("cannot travel"), List.of(1));
 * } catch (SerializationException e) {
 *   System.out.println(e.leg() + ": " + e.className().orElse("unknown"));
 *   // ENCODING_RESULT: java.lang.Thread
 * }
 * }</pre>
 */
public final class SerializationException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** On which part of the way it failed. */
  private final Leg leg;

  /** The class of what could not travel; null where it is not known. */
  private final @Nullable String className;

  /** How to reach it; null where that is not known. */
  private final @Nullable String fieldPath;

  /** On which part of the way it failed. */
  public enum Leg {
    /** The coordinator could not encode the function, the task or the item. */
    ENCODING_TASK("could not be encoded for a worker"),
    /** The worker could not decode the function, the task or the item. */
    DECODING_TASK("could not be decoded in"),
    /** The worker could not encode the result. */
    ENCODING_RESULT("has a result that could not be encoded in"),
    /** The coordinator could not decode the result. */
    DECODING_RESULT("has a result that could not be decoded here, sent by");

    private final String words;

    Leg(String words) {
      this.words = words;
    }
  }

  /**
   * What could not travel.
   *
   * @param leg on which part of the way
   * @param reason why, as a sentence
   * @param className the class of the object that is to blame
   * @param fieldPath how to reach that object from the item or the result
   */
  record Fault(Leg leg, String reason, Optional<String> className, Optional<String> fieldPath) {}

  /**
   * Makes the exception.
   *
   * @param task the task concerned
   * @param worker which worker it was about; null on the leg that none takes part in
   * @param fault what could not travel
   * @param cause what was thrown here, if anything was
   */
  SerializationException(
      TaskRef task, @Nullable WorkerRef worker, Fault fault, @Nullable Throwable cause) {
    super(task.index(), message(task, worker, fault), cause);
    this.leg = fault.leg();
    this.className = fault.className().orElse(null);
    this.fieldPath = fault.fieldPath().orElse(null);
  }

  private static String message(TaskRef task, @Nullable WorkerRef worker, Fault fault) {
    StringBuilder text = new StringBuilder();
    text.append(task).append(' ').append(fault.leg().words);
    if (worker != null) {
      text.append(' ').append(worker);
    } else if (fault.leg() != Leg.ENCODING_TASK) {
      text.append(" a worker");
    }
    text.append(": ").append(fault.reason());
    fault.className().ifPresent(name -> text.append("\n    class: ").append(name));
    fault.fieldPath().ifPresent(path -> text.append("\n    found at: ").append(path));
    return text.toString();
  }

  /**
   * On which part of the way it failed.
   *
   * @return the leg
   */
  public Leg leg() {
    return leg;
  }

  /**
   * The class of the object that could not travel.
   *
   * @return its name; empty when it is not known
   */
  public Optional<String> className() {
    return Optional.ofNullable(className);
  }

  /**
   * How to reach the object that could not travel from the item, the task or the result.
   *
   * @return the fields on the way; empty when they are not known
   */
  public Optional<String> fieldPath() {
    return Optional.ofNullable(fieldPath);
  }
}
