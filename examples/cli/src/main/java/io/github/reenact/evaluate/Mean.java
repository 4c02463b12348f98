package io.github.reenact.evaluate;

/** The mean of the numbers among some values. */
final class Mean {
  private double sum;
  private int count;

  /** Adds a value; NaN counts as none. */
  void add(double value) {
    if (!Double.isNaN(value)) {
      sum += value;
      count++;
    }
  }

  /** NaN if there was no number. */
  double value() {
    return count == 0 ? Double.NaN : sum / count;
  }
}
