package dev.procession;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Identifies the task of a failure. Words count items and tasks from 1, as people do and as the
 * command line, timelines and traces do; an index counts from 0, as lists do.
 *
 * @param words how a sentence about it begins
 * @param index its place in the input; only an item has one
 */
record TaskRef(String words, OptionalLong index) {

  static TaskRef item(long index) {
    return item(index, Optional.empty());
  }

  static TaskRef item(long index, Optional<String> job) {
    return new TaskRef(
        "Item " + (index + 1) + job.map(name -> " of '" + name + "'").orElse(""),
        OptionalLong.of(index));
  }

  static TaskRef submitted(long number) {
    return submitted(number, Optional.empty());
  }

  static TaskRef submitted(long number, Optional<String> name) {
    return new TaskRef(
        name.map(n -> "Task '" + n + "'").orElse("Submitted task " + (number + 1)),
        OptionalLong.empty());
  }

  static TaskRef submittedNow(Optional<String> name) {
    return new TaskRef(name.map(n -> "Task '" + n + "'").orElse("The task"), OptionalLong.empty());
  }

  static TaskRef function() {
    return new TaskRef("The function", OptionalLong.empty());
  }

  static TaskRef initializer() {
    return new TaskRef("The initializer", OptionalLong.empty());
  }

  static TaskRef broadcast() {
    return new TaskRef("The broadcast value", OptionalLong.empty());
  }

  @Override
  public String toString() {
    return words;
  }
}
