/**
 * Encodes and decodes values: items, results, functions and failures. Each is encoded separately,
 * so that a value that cannot be decoded does not affect the others. Only this package and its
 * subpackages use Kryo.
 *
 * <p>{@link dev.procession.protocol.codec.ItemEncoder} encodes, {@link
 * dev.procession.protocol.codec.ItemDecoder} decodes; {@code FormChoice} decides the form in which
 * the objects of each class are encoded. The first byte of an item is its tag:
 *
 * <table>
 *   <caption>Items</caption>
 *   <tr><th>tag</th><th>value</th><th>rest of the item</th></tr>
 *   <tr><td>0, 1, 2</td><td>null, false, true</td><td></td></tr>
 *   <tr><td>3, 4</td><td>Integer, Long</td><td>four or eight bytes, little endian</td></tr>
 *   <tr><td>5 to 9</td><td>Double, Float, Short, Byte, Character</td><td>8, 4, 2, 1, 2 bytes</td>
 *   </tr>
 *   <tr><td>10</td><td>String</td><td>varint 2 * length + 1, and 1 more if any character needs more
 *       than 8 bits; then one or two bytes a character</td></tr>
 *   <tr><td>11 to 14</td><td>byte[], int[], long[], double[]</td><td>the elements</td></tr>
 *   <tr><td>20</td><td>any other value</td><td>the graph by Kryo: for each object the number of its class, a back reference if it occurred before, and its content in the form of its class</td></tr>
 *   <tr><td>21</td><td>value that requires Java serialization</td><td>length, serialized value</td></tr>
 *   <tr><td>22</td><td>user lambda without captured values</td><td>its serialized description, each string as a number of the name table</td></tr>
 *   <tr><td>32</td><td>thrown</td><td>each throwable as data and, if possible, as an object</td></tr>
 *   <tr><td>33, 34</td><td>unreadable, unwritable</td><td>class, path and message as text</td></tr>
 *   <tr><td>35</td><td>skipped</td><td></td></tr>
 * </table>
 *
 * <h2>Fidelity of copies</h2>
 *
 * A decoded value is a copy that has the class of the original and equals it, including shared and
 * circular references, with these exceptions:
 *
 * <ul>
 *   <li>Views such as {@code subList} and {@code keySet} become plain collections, detached from
 *       their backing collections. Wrappers such as {@code unmodifiableList} keep their backing
 *       list.
 *   <li>Transient fields of a Serializable class are null or zero, since its constructors do not
 *       run. Those of other classes have the values set by the no-argument constructor, if there is
 *       one.
 *   <li>Strings and boxed numbers lose their identity.
 *   <li>An object held by a static final field and compared by identity is replaced by the object
 *       that the same field holds in the receiving process; see {@code Constants}.
 *   <li>A set or map whose elements refer back to it is filled after the elements are complete; see
 *       {@code Circles}. An immutable one cannot be filled later, and is refused if its elements
 *       are then not found.
 *   <li>If one part of a value requires Java serialization and another part does not support it, an
 *       object that both refer to is duplicated.
 *   <li>An exception whose class is missing becomes a {@code StandInException}.
 * </ul>
 *
 * The encoder refuses all other values and reports the path to the object.
 *
 * <h2>Trust</h2>
 *
 * Workers trust the coordinator, whose code they run anyway. The coordinator does not trust
 * workers, since a task may run untrusted code. It decodes results with these restrictions:
 *
 * <ul>
 *   <li>A class that is not accepted is never loaded, and a class that is not needed is never
 *       initialized. {@code ClassAdmission} decides: it rejects classes known to be useful to
 *       attackers, and accepts value classes of the JDK and all user classes, or only those listed.
 *   <li>An accepted class is trusted: its no-argument constructor, the canonical constructor of a
 *       record, and the methods called by Java serialization and by collections do run.
 *   <li>The memory for a decoded item and the time for filling its hash tables are limited in
 *       proportion to its encoded length; see {@code DecodingBudget}. The memory limit is 400 bytes
 *       for each encoded byte plus 64 MiB. User classes that allocate much memory in constructors,
 *       or are slow to hash, are not accounted for.
 *   <li>A fault in one item or answer affects only that one; the next can be decoded.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.codec;
