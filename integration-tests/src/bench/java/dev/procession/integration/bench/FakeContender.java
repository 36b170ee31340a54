package dev.procession.integration.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Takes as long as it was told to, and writes down when its turn was. */
final class FakeContender implements Contender {
  private final String name;
  private final List<String> diary;
  private final Queue<Double> figures = new ArrayDeque<>();

  FakeContender(String name, List<String> diary, double... figures) {
    this.name = name;
    this.diary = diary;
    for (double figure : figures) {
      this.figures.add(figure);
    }
  }

  Entrant entrant() {
    return new Entrant(name, () -> this);
  }

  @Override
  public double round() throws IOException {
    diary.add(name);
    Double figure = figures.poll();
    if (figure == null) {
      throw new IOException(name + " broke");
    }
    return figure;
  }

  @Override
  public void close() {
    diary.add(name + " closed");
  }
}
