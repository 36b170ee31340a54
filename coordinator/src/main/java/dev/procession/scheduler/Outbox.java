package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.List;

/** The commands that answer one event, in the order in which they were decided. */
final class Outbox {
  private List<Command> commands = new ArrayList<>(); // replaced by take(): a caller keeps its list

  void add(Command command) {
    commands.add(command);
  }

  List<Command> take() {
    if (commands.isEmpty()) {
      return List.of();
    }
    List<Command> taken = commands;
    commands = new ArrayList<>();
    return taken;
  }
}
