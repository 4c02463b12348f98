package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;

/**
 * How a landmark detector's points wander over a face with the view, as a quadratic function of the
 * direction in which the head looks. In centimetres, in the head's upright frame, y up. Ours.
 */
final class DetectorBias {
  static final int FEATURES = 6;
  private static final int XY = 2 * Landmarks.COUNT;

  /** The quadratic function is not to be trusted further: about 50 degrees. */
  private static final double LIMIT = 0.87;

  private final double[][] coefficients;

  private DetectorBias(double[][] coefficients) {
    this.coefficients = coefficients;
  }

  /** No wandering, to be set. */
  static DetectorBias none() {
    return new DetectorBias(new double[XY][FEATURES]);
  }

  void set(int coordinate, double[] values) {
    System.arraycopy(values, 0, coefficients[coordinate], 0, FEATURES);
  }

  double[] get(int coordinate) {
    return coefficients[coordinate].clone();
  }

  private static double roll(double[] r) {
    return Math.atan2(-r[1], r[4]);
  }

  /** Of a rotation: the direction of the face without roll, and its squares by side. */
  static double[] features(double[] r) {
    double roll = roll(r);
    double c = Math.cos(roll);
    double s = Math.sin(roll);
    double yaw = angle(c * r[2] + s * r[5]);
    double pitch = angle(c * r[5] - s * r[2]);
    double right = Math.max(yaw, 0);
    double left = Math.max(-yaw, 0);
    return new double[] {1, yaw, pitch, right * right, left * left, pitch * pitch};
  }

  private static double angle(double sine) {
    double a = Math.asin(Math.max(-1, Math.min(1, sine)));
    return Math.max(-LIMIT, Math.min(LIMIT, a));
  }

  /** Shifts in the picture's frame turned into the head's upright frame. */
  static double[] unrolled(double[] rotation, double[] shifts) {
    return turned(-roll(rotation), shifts);
  }

  private static double[] turned(double angle, double[] shifts) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[] out = new double[shifts.length];
    for (int i = 0; i < shifts.length; i += 2) {
      out[i] = c * shifts[i] - s * shifts[i + 1];
      out[i + 1] = s * shifts[i] + c * shifts[i + 1];
    }
    return out;
  }

  /** The wandering in a view: 136 centimetres in the picture's frame, y up. */
  double[] shifts(double[] rotation) {
    double[] features = features(rotation);
    double[] out = new double[XY];
    for (int i = 0; i < XY; i++) {
      double sum = 0;
      for (int k = 0; k < FEATURES; k++) {
        sum += coefficients[i][k] * features[k];
      }
      out[i] = sum;
    }
    return turned(roll(rotation), out);
  }
}
