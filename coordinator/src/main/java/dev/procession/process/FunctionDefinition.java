package dev.procession.process;

import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.ToWorker;

/**
 * A function, encoded once for all workers.
 *
 * @param functionId unique in the pool
 * @param kind how it is applied
 * @param taskClasses where its classes and those of its items are
 * @param encoded the function as one encoded value
 */
record FunctionDefinition(
    int functionId, FunctionKind kind, TaskClasses taskClasses, byte[] encoded) {
  ToWorker.Define message() {
    return new ToWorker.Define(functionId, kind, taskClasses.loaderId(), encoded);
  }
}
