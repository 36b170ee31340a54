/**
 * The bytes between coordinator and worker.
 *
 * <p>One worker has one pair of pipes. {@link ToWorker} and {@link ToCoordinator} are all that is
 * said on them, {@link ToWorkerCodec} and {@link ToCoordinatorCodec} turn it into bytes and back,
 * and {@link FrameReader} cuts the stream. What is inside an item is the business of {@link
 * dev.procession.protocol.codec}.
 *
 * <h2>The stream</h2>
 *
 * The worker starts with a preamble of 8 bytes, {@code F1 "Procs" 0D C5}; whatever comes before it
 * was printed by others, is skipped, and kept for error texts. Then, in both directions, only
 * frames:
 *
 * <pre>
 * magic F1 C5 (2) | type (1) | flags 0 (1) | length of the body, big endian (4) | body
 * </pre>
 *
 * There is no checksum: pipes do not corrupt. What can happen is that something else writes into
 * them, and that is caught by the magic, by the type, by the length, and by reading each body
 * strictly: every count is compared with what is left before anything is allocated, and nothing may
 * be left over. Then the stream is given up, since nothing tells where the next frame starts.
 *
 * <h2>The bodies</h2>
 *
 * Numbers are never negative and are written seven bits a byte, the lowest first, the highest bit
 * saying that more follow. A <i>text</i> is a number of bytes and then each UTF-16 unit as one to
 * three bytes in the way of UTF-8, by itself, so that also a lone surrogate survives. <i>Bytes</i>
 * are their number and themselves. <i>Items</i> are {@code names needed, count, length}, the length
 * of each or, where they differ, 0 and {@code count} lengths, then all bytes; they end the body.
 *
 * <table>
 *   <caption>To the worker</caption>
 *   <tr><th>type</th><th>message</th><th>body</th></tr>
 *   <tr><td>1</td><td>Welcome</td><td>protocol version, worker id, coordinator's pid, longest item,
 *       progress page (text), milliseconds for shutdown hooks, then 0, or 1 and the most
 *       resident bytes</td></tr>
 *   <tr><td>2</td><td>Names</td><td>first id, count, texts</td></tr>
 *   <tr><td>3</td><td>Define</td><td>function, kind, class loader, bytes</td></tr>
 *   <tr><td>4</td><td>Forget</td><td>function</td></tr>
 *   <tr><td>5</td><td>Start</td><td>0, or 1 and the initializer's function</td></tr>
 *   <tr><td>6</td><td>Run</td><td>chunk, function, first index, attempt, items</td></tr>
 *   <tr><td>7</td><td>Revoke</td><td>chunk</td></tr>
 *   <tr><td>8</td><td>Cancel</td><td>chunk, position</td></tr>
 *   <tr><td>9</td><td>Resource</td><td>request, bytes</td></tr>
 *   <tr><td>10</td><td>Bye</td><td></td></tr>
 *   <tr><td>11</td><td>Broadcast</td><td>broadcast, class loader, items (one)</td></tr>
 *   <tr><td>12</td><td>BroadcastClosed</td><td>broadcast</td></tr>
 *   <tr><td>13</td><td>NoResource</td><td>request, why (text)</td></tr>
 * </table>
 *
 * <table>
 *   <caption>To the coordinator</caption>
 *   <tr><th>type</th><th>message</th><th>body</th></tr>
 *   <tr><td>65</td><td>Hello</td><td>protocol version, pid, feature version of the JDK, version of
 *       the JDK (text)</td></tr>
 *   <tr><td>66</td><td>Ready</td><td></td></tr>
 *   <tr><td>67</td><td>StartFailed</td><td>one encoded answer (bytes)</td></tr>
 *   <tr><td>68</td><td>Names</td><td>first id, count, texts</td></tr>
 *   <tr><td>69</td><td>Results</td><td>chunk, first position, busy nanoseconds, items</td></tr>
 *   <tr><td>70</td><td>Returned</td><td>chunk, position</td></tr>
 *   <tr><td>71</td><td>ResourceWanted</td><td>request, class loader, name (text)</td></tr>
 *   <tr><td>72</td><td>Retiring</td><td>reason (text)</td></tr>
 *   <tr><td>73</td><td>BroadcastWanted</td><td>broadcast</td></tr>
 * </table>
 *
 * <h2>What a worker may say</h2>
 *
 * A worker may run anything, so its coordinator holds it to what it was given, and ends it at the
 * first message that does not fit: it says once that it is ready, or once why it cannot start;
 * answers the chunks that it has in their order and their items in theirs; returns what it was
 * asked to return; wants to be replaced once; has no more than {@link Protocol#MAX_OPEN_REQUESTS}
 * requests open, none of them for a name that {@link ResourceNames} does not let pass; and does not
 * end its stream before its process.
 *
 * <h2>Names</h2>
 *
 * Items refer to classes by number. Whoever encodes keeps one append-only table for all it encodes,
 * and sends what of it the reader does not have yet before the first frame whose items need it
 * ({@link EncodedItems#namesNeeded}). As frames keep their order, the reader is never behind.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol;
