package dev.procession.sharing;

/** What somebody held and does not hold any more, because it ended. */
record Left(Caller holder, String place) {}
