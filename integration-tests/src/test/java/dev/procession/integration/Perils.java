package dev.procession.integration;

import dev.procession.task.WorkerContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Ways for a worker to end, and items and results that end it while they travel. */
@SuppressWarnings("DoNotCallSuggester")
final class Perils {
  static final int EXIT_CODE = 13;

  private Perils() {}

  /** What strikes a worker. */
  enum Peril {
    HALT {
      @Override
      void strike() {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    },
    EXIT {
      @Override
      void strike() {
        System.exit(EXIT_CODE);
      }
    },
    KILL {
      @Override
      void strike() {
        signal("KILL", ProcessHandle.current().pid());
        Victims.spinForever();
      }
    },
    HANG {
      @Override
      void strike() {
        Victims.spinForever();
      }
    };

    abstract void strike();

    void strikeInWorker() {
      if (WorkerContext.isWorker()) {
        strike();
      }
    }
  }

  static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // On the way to the worker

  /** Strikes whoever decodes it, in the middle. */
  static final class StrikesInReadObject implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Peril peril;

    StrikesInReadObject(Peril peril) {
      this.peril = peril;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      peril.strikeInWorker();
    }
  }

  /** Strikes whoever has decoded it. */
  static final class StrikesInReadResolve implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Peril peril;

    StrikesInReadResolve(Peril peril) {
      this.peril = peril;
    }

    private Object readResolve() {
      peril.strikeInWorker();
      return this;
    }
  }

  // On the way back

  /** Strikes whoever encodes it, after some of its bytes. */
  static final class StrikesInWriteObject implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Peril peril;

    StrikesInWriteObject(Peril peril) {
      this.peril = peril;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.write(new byte[10_000]);
      peril.strikeInWorker();
    }
  }

  /** An exception that strikes whoever wants to tell of it. */
  static final class StrikesWhenTold extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Peril peril;

    StrikesWhenTold(Peril peril) {
      this.peril = peril;
    }

    @Override
    public String getMessage() {
      peril.strikeInWorker();
      return "told";
    }
  }

  static Object returnStriker(String peril) {
    return peril.isEmpty() ? "harmless" : new StrikesInWriteObject(Peril.valueOf(peril));
  }

  static Object throwStriker(String peril) {
    if (!peril.isEmpty()) {
      throw new StrikesWhenTold(Peril.valueOf(peril));
    }
    return "harmless";
  }

  /** Ends its process when some of a long result is on its way, but not all. */
  static byte[] haltAmongTheBytesOfTheResult(int size) {
    Thread runner = Thread.currentThread();
    Thread watcher =
        new Thread(
            () -> {
              while (!isWriting(runner)) {
                Thread.onSpinWait();
              }
              Runtime.getRuntime().halt(EXIT_CODE);
            });
    watcher.setDaemon(true);
    watcher.start();
    return new byte[size];
  }

  private static boolean isWriting(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(FileOutputStream.class.getName()));
  }

  // By others

  /** Kills all workers but its own. */
  static int killSiblings(int item) {
    long self = ProcessHandle.current().pid();
    ProcessHandle.current()
        .parent()
        .orElseThrow()
        .children()
        .filter(sibling -> sibling.pid() != self)
        .forEach(ProcessHandle::destroyForcibly);
    return item;
  }

  /** Leaves a process behind that has the worker's streams, and says its pid in a file. */
  static int haltWithHeir(String file) throws IOException {
    Process heir = new ProcessBuilder("sleep", "60").inheritIO().start();
    Files.writeString(Path.of(file), Long.toString(heir.pid()));
    Runtime.getRuntime().halt(EXIT_CODE);
    return 0;
  }
}
