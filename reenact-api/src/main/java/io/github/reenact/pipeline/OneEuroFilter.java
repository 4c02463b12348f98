package io.github.reenact.pipeline;

/**
 * The one-euro filter (Casiez, Roussel and Vogel, "1€ Filter: A Simple Speed-based Low-pass Filter
 * for Noisy Input in Interactive Systems", CHI 2012) for a point of any dimension: a first-order
 * low-pass filter whose cut-off frequency grows with the speed, so that what rests does not jitter
 * and what moves does not lag.
 *
 * <p>Symbols of the paper: {@code minCutoff} is f_cmin, {@code beta} is β, {@code
 * DERIVATIVE_CUTOFF} is f_cd. Change from the paper: the cut-off follows the length of the point's
 * velocity, not each coordinate's own, so that the filter treats all directions alike.
 *
 * <p>Not thread-safe.
 */
final class OneEuroFilter {
  /** The cut-off frequency of the velocity in hertz. */
  static final double DERIVATIVE_CUTOFF = 1;

  private final double minCutoff;
  private final double beta;
  private final double[] value;
  private final double[] velocity;
  private boolean started;

  /**
   * Starts empty: the first input comes out as it is.
   *
   * @param minCutoff cut-off frequency at rest in hertz
   * @param beta by how many hertz the cut-off grows with each unit of length a second
   */
  OneEuroFilter(int dimension, double minCutoff, double beta) {
    this.minCutoff = minCutoff;
    this.beta = beta;
    this.value = new double[dimension];
    this.velocity = new double[dimension];
  }

  /**
   * Filters in place.
   *
   * @param dt seconds since the last input; the first one's is not looked at
   */
  void next(double[] point, double dt) {
    if (started) {
      double ad = alpha(DERIVATIVE_CUTOFF, dt);
      double square = 0;
      for (int i = 0; i < point.length; i++) {
        velocity[i] += ad * ((point[i] - value[i]) / dt - velocity[i]);
        square += velocity[i] * velocity[i];
      }
      double a = alpha(minCutoff + beta * Math.sqrt(square), dt);
      for (int i = 0; i < point.length; i++) {
        value[i] += a * (point[i] - value[i]);
        point[i] = value[i];
      }
    } else {
      started = true;
      System.arraycopy(point, 0, value, 0, point.length);
    }
  }

  /** The weight of the new input in an exponential mean with this cut-off frequency. */
  private static double alpha(double cutoff, double dt) {
    double tau = 1 / (2 * Math.PI * cutoff);
    return 1 / (1 + tau / dt);
  }
}
