/**
 * Multiprocessing for Java: a pool of worker JVMs behind an {@link
 * java.util.concurrent.ExecutorService}.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.create(4)) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3, 4, 5)); // [1, 4, 9, 16, 25]
 * }
 * }</pre>
 *
 * <p>Begin with {@link dev.procession.ProcessPool}. It is made by {@code create} or by its builder,
 * and closed like a file. What a task may use is in {@link dev.procession.task}.
 *
 * <ul>
 *   <li><b>To wait for all results</b>, in order, and stop at the first failure: {@code map}, or
 *       {@code mapAsync} for a future.
 *   <li><b>To take results as they come</b>, from an input of any length: {@code stream}.
 *   <li><b>To learn how each item ended</b>, whatever happens to others: {@code outcomes}, which
 *       gives an {@link dev.procession.Outcome} for each.
 *   <li><b>To run single tasks</b>: {@code submit}, {@code execute} and the rest of {@code
 *       ExecutorService}.
 * </ul>
 *
 * <p>{@link dev.procession.MapOptions} adjusts one call. Whatever goes wrong is a {@link
 * dev.procession.ProcessionException}, with a type for each kind of failure and a message that says
 * what happened, to which item and worker, and what to try.
 *
 * <p>The sub-packages are Procession's own: {@code scheduler} decides, {@code process} carries out,
 * {@code cli} is the command line.
 */
@org.jspecify.annotations.NullMarked
package dev.procession;
