package dev.procession.integration;

import dev.procession.SerializationException;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.CountDownLatch;

/** Objects that do something to whoever encodes or decodes them, on one of the four legs. */
@SuppressWarnings("DoNotCallSuggester")
final class Strikers {
  static final int EXIT_CODE = 13;
  static final String WORDS = "thrown on purpose";

  private Strikers() {}

  /** A part of the way. */
  enum Leg {
    ENCODE_IN(SerializationException.Leg.ENCODING_TASK),
    DECODE_IN(SerializationException.Leg.DECODING_TASK),
    ENCODE_OUT(SerializationException.Leg.ENCODING_RESULT),
    DECODE_OUT(SerializationException.Leg.DECODING_RESULT);

    final SerializationException.Leg inErrors;

    Leg(SerializationException.Leg inErrors) {
      this.inErrors = inErrors;
    }

    boolean isAWorkers() {
      return this == DECODE_IN || this == ENCODE_OUT;
    }

    boolean isEncoding() {
      return this == ENCODE_IN || this == ENCODE_OUT;
    }
  }

  /** What is done there. */
  enum Deed {
    THROW,
    EXIT,
    HALT,
    KILL,
    HANG
  }

  /** Does it. */
  static final class Striker implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Ends what hangs in this process; made anew by each test. */
    static volatile CountDownLatch release = new CountDownLatch(1);

    /** Counted down when something hangs in this process. */
    static volatile CountDownLatch hanging = new CountDownLatch(1);

    private final Leg leg;
    private final Deed deed;

    Striker(Leg leg, Deed deed) {
      this.leg = leg;
      this.deed = deed;
    }

    Leg leg() {
      return leg;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      // Something of it is written already.
      out.write(new byte[5000]);
      if (leg.isEncoding()) {
        strikeHere();
      }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      in.readFully(new byte[5000]);
      if (!leg.isEncoding()) {
        strikeHere();
      }
    }

    private void strikeHere() throws IOException {
      if (leg.isAWorkers() != WorkerContext.isWorker()) {
        return;
      }
      switch (deed) {
        case THROW -> throw new InvalidObjectException(WORDS);
        case EXIT -> System.exit(EXIT_CODE);
        case HALT -> Runtime.getRuntime().halt(EXIT_CODE);
        case KILL -> Perils.Peril.KILL.strike();
        case HANG -> hang();
      }
    }

    private static void hang() {
      hanging.countDown();
      while (true) {
        try {
          release.await();
          return;
        } catch (InterruptedException e) {
          // It hangs on.
        }
      }
    }
  }

  /** Stands for a striker that is to be the result. */
  record Order(Leg leg, Deed deed) implements Serializable {}

  /** What is to be sent for a striker on that leg. */
  static Object item(Leg leg, Deed deed) {
    boolean isOut = leg == Leg.ENCODE_OUT || leg == Leg.DECODE_OUT;
    return isOut ? new Order(leg, deed) : new Striker(leg, deed);
  }

  /** Gives back what it gets, but strikers for orders. */
  static Object serve(Object item) {
    return item instanceof Order order ? new Striker(order.leg(), order.deed()) : item;
  }
}
