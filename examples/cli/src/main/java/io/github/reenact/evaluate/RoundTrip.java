package io.github.reenact.evaluate;

/**
 * Whether a code survives being decoded, with another's other half, and encoded again.
 *
 * @param difference the mean squared distance of the code from that before, as a part of the codes'
 *     variance: 0 if nothing changed, 2 if it has become that of somebody else
 * @param cosine the mean cosine between the two, less the mean code: 1 if nothing changed
 */
public record RoundTrip(double difference, double cosine) {
  /**
   * Compares.
   *
   * @param before codes, a row each
   * @param after what they have become, row by row
   */
  public static RoundTrip of(double[][] before, double[][] after) {
    int columns = before[0].length;
    double[] mean = new double[columns];
    for (double[] row : before) {
      for (int j = 0; j < columns; j++) {
        mean[j] += row[j] / before.length;
      }
    }
    double variance = 0;
    double difference = 0;
    double cosine = 0;
    for (int i = 0; i < before.length; i++) {
      double dot = 0;
      double a = 0;
      double b = 0;
      for (int j = 0; j < columns; j++) {
        double x = before[i][j] - mean[j];
        double y = after[i][j] - mean[j];
        dot += x * y;
        a += x * x;
        b += y * y;
        difference += (x - y) * (x - y);
      }
      variance += a;
      cosine += dot / Math.max(1e-30, Math.sqrt(a * b)) / before.length;
    }
    return new RoundTrip(difference / Math.max(1e-30, variance), cosine);
  }
}
