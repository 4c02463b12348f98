package io.github.reenact.evaluate;

/** How what was made goes with what was wanted, pair by pair. */
final class Correlation {
  /** Two points always lie on a line. */
  private static final int FEWEST = 3;

  private int count;
  private double wanted;
  private double made;
  private double wantedSquare;
  private double madeSquare;
  private double mixed;

  void add(double wanted, double made) {
    count++;
    double dw = wanted - this.wanted;
    double dm = made - this.made;
    this.wanted += dw / count;
    this.made += dm / count;
    wantedSquare += dw * (wanted - this.wanted);
    madeSquare += dm * (made - this.made);
    mixed += dw * (made - this.made);
  }

  /**
   * -1 to 1. 0 if what was made never changes and what was wanted does: it does not follow.
   *
   * @return NaN if there are less than 3 pairs, or what was wanted never changes
   */
  double value() {
    if (count < FEWEST || !(wantedSquare > 0)) {
      return Double.NaN;
    }
    return madeSquare > 0 ? mixed / Math.sqrt(wantedSquare * madeSquare) : 0;
  }

  /** As {@link #value()}; NaN, too, if what was wanted deviates by less than {@code least}. */
  double value(double least) {
    return Double.isNaN(slope(least)) ? Double.NaN : value();
  }

  /**
   * The slope of the regression of what was made on what was wanted: 1 if it changes as much, 0 if
   * it does not follow.
   *
   * @param least standard deviation of what was wanted
   * @return NaN if there are less than 3 pairs, or what was wanted changes less
   */
  double slope(double least) {
    return count < FEWEST || !(wantedSquare > 0) || Math.sqrt(wantedSquare / count) < least
        ? Double.NaN
        : mixed / wantedSquare;
  }
}
