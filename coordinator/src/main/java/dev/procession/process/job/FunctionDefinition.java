package dev.procession.process.job;

import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.ToWorker;

/**
 * A function, encoded once for all workers.
 *
 * @param functionId unique in the pool
 * @param kind how it is applied
 * @param taskClasses the loader of its classes and of those of its items
 * @param encoded the function as one encoded value
 */
public record FunctionDefinition(
    int functionId, FunctionKind kind, NumberedLoader taskClasses, byte[] encoded) {
  public ToWorker.Define message() {
    return new ToWorker.Define(functionId, kind, taskClasses.loaderId(), encoded);
  }
}
