/**
 * Values as bytes: items, results, functions and failures, each encoded by itself, so that one that
 * cannot be decoded spoils no other. The only package that knows Kryo.
 *
 * <p>{@link dev.procession.protocol.codec.ItemEncoder} writes, {@link
 * dev.procession.protocol.codec.ItemDecoder} reads; the file {@code Choice} says how the objects of
 * each class travel. The first byte of an item is its tag:
 *
 * <table>
 *   <caption>Items</caption>
 *   <tr><th>tag</th><th>value</th><th>rest of the item</th></tr>
 *   <tr><td>0, 1, 2</td><td>null, false, true</td><td></td></tr>
 *   <tr><td>3, 4</td><td>Integer, Long</td><td>its four or eight bytes, the lowest first</td></tr>
 *   <tr><td>5 to 9</td><td>Double, Float, Short, Byte, Character</td><td>8, 4, 2, 1, 2 bytes</td>
 *   </tr>
 *   <tr><td>10</td><td>String</td><td>varint 2 * length + 1, and 1 more if any character needs more
 *       than 8 bits; then one or two bytes a character</td></tr>
 *   <tr><td>11 to 14</td><td>byte[], int[], long[], double[]</td><td>the elements</td></tr>
 *   <tr><td>20</td><td>any other value</td><td>the graph by Kryo: for each object the number of its
 *       class, whether it was met before, and its content in the form of its class</td></tr>
 *   <tr><td>21</td><td>one that needs it</td><td>length and the whole by Java serialization</td></tr>
 *   <tr><td>22</td><td>a lambda of the user's that captured nothing</td><td>what Java serialization
 *       would write about it, each text as its number in the name table</td></tr>
 *   <tr><td>32</td><td>thrown</td><td>each throwable as data, and beside it as an object</td></tr>
 *   <tr><td>33, 34</td><td>unreadable, unwritable</td><td>class, path and message as texts</td></tr>
 *   <tr><td>35</td><td>skipped</td><td></td></tr>
 * </table>
 *
 * <h2>What arrives</h2>
 *
 * A copy that equals the original, of the same class, shared and circular references included, with
 * these exceptions:
 *
 * <ul>
 *   <li>Views such as {@code subList} and {@code keySet} arrive as plain collections, apart from
 *       what they were views of. Wrappers such as {@code unmodifiableList} arrive around the list
 *       that they were around.
 *   <li>Transient fields have the value that the constructor without parameters gives them, if
 *       there is one; in a value that only Java serialization can carry they are null or zero.
 *   <li>Strings and boxed numbers lose their identity.
 *   <li>Where a value holds both what only Java serialization can carry and what it cannot, an
 *       object that both reach arrives twice.
 *   <li>An exception whose class is not there arrives as a {@code StandInException}.
 * </ul>
 *
 * What cannot arrive so is refused, by the encoder, with its path.
 *
 * <h2>Trust</h2>
 *
 * What the coordinator sends is read by workers, which run its code anyway. What a worker sends may
 * come from a stranger, since a task may run code nobody trusts; results are read with care:
 *
 * <ul>
 *   <li>A class that is not accepted is not loaded, one that is not needed is not initialized,
 *       whatever it is that names it. {@code Admission} decides: never what is known to be of use
 *       to attackers; of the JDK only values; of the users' classes all, or those they listed
 *       ({@link dev.procession.protocol.codec.ClassNamePatterns}).
 *   <li>An accepted class is trusted: its constructor without parameters, the constructor of a
 *       record, and the methods that Java serialization and collections call do run.
 *   <li>What an item makes is bounded by its bytes, and so is the time that its hash tables take;
 *       see {@code Budget}. The bound is 400 bytes for each of its own and 64 MiB more. Classes of
 *       the users' that take much room when they are made, or much time when they are hashed, are
 *       not counted.
 *   <li>Whatever is wrong with an item or an answer is said of that one; the next can be decoded.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec;
