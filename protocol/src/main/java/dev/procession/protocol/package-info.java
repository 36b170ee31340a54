/**
 * The protocol between coordinator and worker.
 *
 * <p>One worker has one pair of pipes. {@link ToWorker} and {@link ToCoordinator} are the messages,
 * {@link ToWorkerCodec} and {@link ToCoordinatorCodec} encode and decode them, and {@link
 * FrameReader} splits the stream into frames. The encoding of items is described in {@link
 * dev.procession.protocol.codec}. {@link SharedOperation} and {@link SharedReply} are what is said
 * about shared objects; a number of any sign is sent as its upper and its lower half.
 *
 * <h2>The stream</h2>
 *
 * The worker starts with a preamble of 8 bytes, {@code F1 "Procs" 0D C5}. Bytes before it are other
 * output; they are skipped and kept for error messages. After that, both directions contain only
 * frames:
 *
 * <pre>
 * magic F1 C5 (2) | type (1) | flags 0 (1) | length of the body, big endian (4) | body
 * </pre>
 *
 * There is no checksum, since pipes do not corrupt data. Something else may write to the pipe,
 * however; this is detected by the magic, the type, the length, and strict parsing of each body:
 * every count is compared with the remaining bytes before anything is allocated, and no bytes may
 * be left over. After such an error the stream is abandoned, since the start of the next frame is
 * unknown.
 *
 * <h2>The bodies</h2>
 *
 * Numbers are unsigned varints: seven bits per byte, lowest first; the highest bit is set if more
 * bytes follow. A <i>text</i> is a byte count followed by each UTF-16 code unit as one to three
 * bytes as in UTF-8, separately, so that lone surrogates are preserved. <i>Bytes</i> are a count
 * followed by the bytes. <i>Items</i> are {@code names needed, count, length}, the common length of
 * all items or, if lengths differ, 0 and {@code count} lengths, then the bytes of all items; they
 * are last in the body.
 *
 * <table>
 *   <caption>To the worker</caption>
 *   <tr><th>type</th><th>message</th><th>body</th></tr>
 *   <tr><td>1</td><td>Welcome</td><td>protocol version, worker id, coordinator's pid, longest item,
 *       progress page (text), milliseconds for shutdown hooks, then 0, or 1 and the resident memory limit in bytes</td></tr>
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
 *   <tr><td>13</td><td>NoResource</td><td>request, reason (text)</td></tr>
 *   <tr><td>14</td><td>DefinedElsewhere</td><td>request, class loader</td></tr>
 *   <tr><td>15</td><td>SharedAnswer</td><td>request, kind of the reply, its parts</td></tr>
 *   <tr><td>16</td><td>StackWanted</td><td>chunk, position</td></tr>
 *   <tr><td>17</td><td>ObjectClosed</td><td>object</td></tr>
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
 *   <tr><td>74</td><td>SharedRequest</td><td>request, chunk, position, task index (two numbers),
 *       thread, object, place (text), kind of the operation, its parts</td></tr>
 *   <tr><td>75</td><td>SharedWithdrawal</td><td>request</td></tr>
 *   <tr><td>76</td><td>StackTaken</td><td>chunk, position, count, then for each frame module, class,
 *       method and source file (texts, empty for none), line + 2</td></tr>
 * </table>
 *
 * <h2>Rules for workers</h2>
 *
 * A worker may run untrusted code, so the coordinator checks each message and kills the worker at
 * the first violation. A worker reports once that it is ready or that it failed to start, after
 * which it sends only requests; answers its chunks, and the items of each, in order; returns only
 * chunks that were revoked; asks to be replaced at most once; sends no more stack traces than it
 * was asked for; has no more than {@link Protocol#MAX_OPEN_REQUESTS} requests open, all for names
 * that {@link ResourceNames} permits; and does not close its stream before its process exits.
 *
 * <h2>Names</h2>
 *
 * Items refer to classes by number. The encoding side keeps one append-only table, and sends new
 * entries before the first frame whose items need them ({@link EncodedItems#namesNeeded}). Since
 * frames are delivered in order, the reader always has the names it needs.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol;
