package dev.procession.process.job;

import dev.procession.process.shipping.NumberedLoader;
import dev.procession.process.shipping.TaskContents;
import dev.procession.process.shipping.TaskLoaders;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Encodes and numbers the functions of one pool's jobs, and creates the encoders of their items,
 * which share the pool's table of names. For any thread.
 */
public final class FunctionEncoder {
  private final int maxItemBytes;
  private final NameTable names = new NameTable();
  private final TaskLoaders loaders = new TaskLoaders();
  private final TaskContents contents;
  private final AtomicInteger functionIds = new AtomicInteger();

  /**
   * @param maxItemBytes the longest encoded function or item
   * @param onCopy told what tasks have captured that only looks as if it were shared with workers
   */
  public FunctionEncoder(int maxItemBytes, Consumer<String> onCopy) {
    this.contents = new TaskContents(onCopy);
    this.maxItemBytes = maxItemBytes;
  }

  /**
   * Encodes a function for all workers; on the caller's thread, since it runs user code.
   *
   * @throws EncodingException if it cannot travel
   */
  public FunctionDefinition define(Object function, FunctionKind kind) throws EncodingException {
    ItemEncoder encoder = newItemEncoder();
    add(function, encoder);
    return new FunctionDefinition(
        functionIds.getAndIncrement(), kind, loaders.of(function), encoder.take().copyOf(0));
  }

  /**
   * Encodes a task.
   *
   * @throws EncodingException if it cannot travel
   */
  void add(Object task, ItemEncoder encoder) throws EncodingException {
    contents.add(task, encoder, this::newItemEncoder);
  }

  /** The function of jobs whose items are tasks. */
  public FunctionDefinition defineCall(NumberedLoader taskClasses) {
    return new FunctionDefinition(
        functionIds.getAndIncrement(), FunctionKind.CALL, taskClasses, new byte[0]);
  }

  /** An encoder of items, for one thread at a time. */
  public ItemEncoder newItemEncoder() {
    return new ItemEncoder(names, maxItemBytes);
  }

  /** The names that encoders of this pool have used. */
  public NameTable names() {
    return names;
  }

  /** The class loaders of the tasks. */
  public TaskLoaders loaders() {
    return loaders;
  }
}
