"""A short program: makes a pool of two, squares so many numbers, and ends."""

import multiprocessing
import sys


def square(x):
    return x * x


def lines(pool, chunk):
    for result in pool.imap(square, map(int, sys.stdin), chunk):
        print(result)


if __name__ == "__main__":
    method, count = sys.argv[1], int(sys.argv[2])
    with multiprocessing.get_context(method).Pool(2) as pool:
        if len(sys.argv) > 3:
            lines(pool, int(sys.argv[3]))
        else:
            print(len(pool.map(square, range(count))))
        pool.close()
        pool.join()
