package dev.procession;

import java.util.OptionalLong;

/**
 * Which task a failure is about.
 *
 * @param words how a sentence about it begins
 * @param index its place in the input; only an item has one
 */
record TaskRef(String words, OptionalLong index) {

  static TaskRef item(long index) {
    return new TaskRef("Item " + index, OptionalLong.of(index));
  }

  static TaskRef submitted(long number) {
    return new TaskRef("Submitted task " + number, OptionalLong.empty());
  }

  static TaskRef submittedNow() {
    return new TaskRef("The task", OptionalLong.empty());
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
