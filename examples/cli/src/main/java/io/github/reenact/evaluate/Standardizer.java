package io.github.reenact.evaluate;

/** Brings each column of vectors to mean 0 and deviation 1, as found in the vectors it is of. */
final class Standardizer {
  private final double[] mean;
  private final double[] scale;

  /** Of the columns of these rows, of which there is at least one. */
  Standardizer(double[][] rows) {
    int columns = rows[0].length;
    mean = new double[columns];
    scale = new double[columns];
    for (double[] row : rows) {
      for (int j = 0; j < columns; j++) {
        mean[j] += row[j] / rows.length;
      }
    }
    for (double[] row : rows) {
      for (int j = 0; j < columns; j++) {
        scale[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / rows.length;
      }
    }
    for (int j = 0; j < columns; j++) {
      // What never changes says nothing: it is left at zero.
      scale[j] = scale[j] > 1e-20 ? 1 / Math.sqrt(scale[j]) : 0;
    }
  }

  double[] apply(double[] row) {
    double[] out = new double[row.length];
    for (int j = 0; j < out.length; j++) {
      out[j] = (row[j] - mean[j]) * scale[j];
    }
    return out;
  }

  double[][] apply(double[][] rows) {
    double[][] out = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      out[i] = apply(rows[i]);
    }
    return out;
  }
}
