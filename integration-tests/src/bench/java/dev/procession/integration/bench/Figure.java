package dev.procession.integration.bench;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people. */
final class Figure {
  private static final MathContext DIGITS = new MathContext(3);

  private Figure() {}

  /** With three digits that count, and no zeros after them. */
  static String plain(double number) {
    if (!Double.isFinite(number)) {
      return String.valueOf(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
