"""Python's process pools in the benchmarks: arguments are the kind of work and its count.

Says "ready"; then, for each line of its input, does the work once and prints how many seconds one
item took. The work is that of Work.java.
"""

import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

WORKERS = 2
PAYLOAD_BYTES = 1 << 20
LARGEST_ROOT = 46_340


def square(x):
    return x * x


def increment(x):
    return x + 1


def same(x):
    return x


def one():
    return 1


def seconds_each(count, part):
    started = time.perf_counter()
    part()
    return (time.perf_counter() - started) / count


def squares(count):
    pool = multiprocessing.Pool(WORKERS)
    items = [i % LARGEST_ROOT for i in range(count)]
    return lambda: seconds_each(count, lambda: pool.map(square, items))


def submits(count):
    executor = ProcessPoolExecutor(WORKERS)

    def submit_all():
        futures = [executor.submit(increment, i) for i in range(count)]
        total = sum(future.result() for future in futures)
        assert total == count * (count + 1) // 2, total

    return lambda: seconds_each(count, submit_all)


def turns(count):
    pool = multiprocessing.Pool(WORKERS)
    return lambda: sorted(seconds_each(1, lambda: pool.apply(one)) for _ in range(count))[count // 2]


def payloads(count):
    pool = multiprocessing.Pool(WORKERS)
    items = [os.urandom(PAYLOAD_BYTES) for _ in range(count)]
    return lambda: seconds_each(count, lambda: pool.map(same, items))


def start(count):
    """From nothing to the first result, of workers that share nothing with this process."""
    context = multiprocessing.get_context("spawn")

    def once():
        started = time.perf_counter()
        with context.Pool(WORKERS) as pool:
            pool.apply(one)
            return time.perf_counter() - started

    return once


def locking(lock, count):
    def part():
        for _ in range(count):
            lock.acquire()
            lock.release()

    return seconds_each(count, part)


def counting(value, lock, count):
    def part():
        for _ in range(count):
            with lock:
                value.value += 1

    return seconds_each(count, part)


def queueing(queue, count):
    def part():
        for i in range(count):
            queue.put(i)
            queue.get()

    return seconds_each(2 * count, part)


def locks(count):
    manager = multiprocessing.Manager()
    pool = multiprocessing.Pool(WORKERS)
    lock = manager.Lock()
    return lambda: pool.apply(locking, (lock, count))


def counts(count):
    manager = multiprocessing.Manager()
    pool = multiprocessing.Pool(WORKERS)
    value, lock = manager.Value("l", 0), manager.Lock()
    return lambda: pool.apply(counting, (value, lock, count))


def queues(count):
    manager = multiprocessing.Manager()
    pool = multiprocessing.Pool(WORKERS)
    queue = manager.Queue()
    return lambda: pool.apply(queueing, (queue, count))


def adds(count):
    """From both workers at once."""
    manager = multiprocessing.Manager()
    pool = multiprocessing.Pool(WORKERS)
    value, lock = manager.Value("l", 0), manager.Lock()
    share = count // WORKERS
    work = [(value, lock, share)] * WORKERS
    return lambda: seconds_each(count, lambda: pool.starmap(counting, work, 1))


def main():
    kind, count = sys.argv[1], int(sys.argv[2])
    all_kinds = (squares, submits, turns, payloads, start, locks, counts, queues, adds)
    kinds = {f.__name__: f for f in all_kinds}
    work = kinds[kind](count)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(work(), flush=True)


if __name__ == "__main__":
    main()
