package io.github.reenact.evaluate;

/** The nearest of known vectors by Euclidean distance of standardised columns. */
final class Neighbours {
  private final Standardizer standardizer;
  private final double[][] known;

  Neighbours(double[][] rows) {
    standardizer = new Standardizer(rows);
    known = standardizer.apply(rows);
  }

  /**
   * The rows that are nearest, the nearest first.
   *
   * @param count of them, at most as many as there are rows
   */
  int[] nearest(double[] row, int count) {
    double[] x = standardizer.apply(row);
    int[] best = new int[Math.min(count, known.length)];
    double[] distances = new double[best.length];
    int found = 0;
    for (int i = 0; i < known.length; i++) {
      double limit = found == best.length ? distances[found - 1] : Double.POSITIVE_INFINITY;
      double distance = 0;
      for (int j = 0; j < x.length && distance < limit; j++) {
        distance += (x[j] - known[i][j]) * (x[j] - known[i][j]);
      }
      if (!(distance < limit)) {
        continue;
      }
      int at = found < best.length ? found++ : found - 1;
      while (at > 0 && distances[at - 1] > distance) {
        best[at] = best[at - 1];
        distances[at] = distances[at - 1];
        at--;
      }
      best[at] = i;
      distances[at] = distance;
    }
    return best;
  }
}
