package dev.procession.cli.item;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Items from the command line.
 *
 * @param all the arguments
 */
public record ArgumentItems(List<String> all) implements Items {
  @Override
  public Optional<String> first() {
    return all.stream().findFirst();
  }

  @Override
  public Item item(long index) {
    return new Item(index, all.get((int) index));
  }

  @Override
  public String describe(long index) {
    return "item " + (index + 1) + " (" + ItemConverter.quoted(all.get((int) index)) + ")";
  }

  @Override
  public void done(long index) {
    // They are arguments of this process and stay in memory anyway.
  }

  @Override
  public void stop() {
    // There are few, and the pool, which is being closed, drops the rest.
  }

  @Override
  public Optional<IOException> failure() {
    return Optional.empty();
  }
}
