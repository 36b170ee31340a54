package dev.procession.integration;

import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Items and results that cannot travel, one for each part of the way. */
final class Untravelling {
  private Untravelling() {}

  /** Serializable by its type only. */
  static final class CannotBeWritten implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new NotSerializableException("on purpose");
    }
  }

  /** Can be written everywhere, and read nowhere but in the coordinator. */
  static final class CannotBeReadInWorker implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException {
      if (WorkerContext.isWorker()) {
        throw new InvalidObjectException("not in a worker");
      }
    }
  }

  /** Can be written everywhere, and read nowhere but in a worker. */
  static final class CannotBeReadHere implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException {
      if (!WorkerContext.isWorker()) {
        throw new InvalidObjectException("only in a worker");
      }
    }
  }

  /** Ends the worker that decodes it. */
  static final class HaltsWhenRead implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException {
      Runtime.getRuntime().halt(9);
    }
  }

  static Object unreadableIfTwo(int item) {
    return item == 2 ? new CannotBeReadHere() : (Object) item;
  }

  static Object returnThread(int item) {
    return new Thread("result " + item);
  }
}
