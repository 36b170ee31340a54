package dev.procession.sharing;

/**
 * What somebody held and does not hold any more, because it ended.
 *
 * @param what the lock, or how many permits of which semaphore
 * @param place where it got it, for people
 */
record Left(Caller holder, String what, String place) {}
