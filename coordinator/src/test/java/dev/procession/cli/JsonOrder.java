package dev.procession.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * What somebody's lines of JSON are; public, because lambdas name it.
 *
 * @param id a number that has to be there
 * @param day a date
 * @param file a path
 * @param lines more of them
 */
public record JsonOrder(int id, LocalDate day, Path file, List<Line> lines) {
  /**
   * A part of it.
   *
   * @param name a text
   * @param price a number
   */
  public record Line(String name, double price) {}

  /**
   * What it costs.
   *
   * @return the sum
   */
  public double total() {
    return lines.stream().mapToDouble(Line::price).sum();
  }

  static double totalOf(List<JsonOrder> orders) {
    return orders.stream().mapToDouble(JsonOrder::total).sum();
  }
}
