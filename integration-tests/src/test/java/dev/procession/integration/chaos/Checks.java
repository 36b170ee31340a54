package dev.procession.integration.chaos;

import dev.procession.ProcessionException;
import dev.procession.integration.chaos.Work.Item;
import dev.procession.integration.chaos.Work.Reply;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What all users check: values, order, indexes, causes. From any thread. */
record Checks(Tally tally, Coroner coroner, Overlaps overlaps) {

  void reply(Batch batch, int number, Reply reply) {
    Item item = batch.item(number);
    Work.fault(item, reply).ifPresent(fault -> tally.complain(fault + " of " + batch));
    coroner.examineSuccess(batch, item);
    overlaps.add(reply);
  }

  void allInOrder(Batch batch, List<Reply> replies) {
    number("results", batch.size(), replies.size());
    for (int i = 0; i < replies.size(); i++) {
      reply(batch, i, replies.get(i));
    }
  }

  void number(String what, long expected, long actual) {
    if (expected != actual) {
      tally.complain(what + ": " + actual + ", expected " + expected);
    }
  }

  /** A call failed as a whole, because of the item that the failure names. */
  void failure(Batch batch, @Nullable Throwable failure) {
    if (failure instanceof ProcessionException error && error.index().isPresent()) {
      itemFailure(batch, Math.toIntExact(error.index().getAsLong()), error);
    } else {
      tally.complain("names no item: " + failure);
    }
  }

  void itemFailure(Batch batch, int number, ProcessionException failure) {
    coroner.examine(failure, batch, batch.item(number), OptionalLong.of(number));
  }

  /** A submitted task has no index. */
  void taskFailure(Batch batch, int number, @Nullable Throwable failure) {
    if (failure instanceof ProcessionException error) {
      coroner.examine(error, batch, batch.item(number), OptionalLong.empty());
    } else {
      tally.complain("no task throws anything, but one is said to have thrown " + failure);
    }
  }

  /** A cancellation is what whoever cancelled gets, and nobody else. */
  void cancellation(boolean wasAskedFor, CancellationException cancellation) {
    if (!wasAskedFor) {
      tally.complain("nobody cancelled that one: " + cancellation);
    }
  }
}
