package io.github.reenact.tf.ldnet.training;

/** Rotations in space: 3 x 3 numbers, row by row. */
final class Rotations {
  private Rotations() {}

  /** Turns further about the axes by small angles; what comes out is a rotation exactly. */
  static double[] turned(double[] r, double x, double y, double z) {
    double angle = Math.sqrt(x * x + y * y + z * z);
    if (angle < 1e-12) {
      return r;
    }
    double[] k = {0, -z / angle, y / angle, z / angle, 0, -x / angle, -y / angle, x / angle, 0};
    double[] kk = times(k, k);
    double[] t = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    for (int i = 0; i < 9; i++) {
      t[i] += Math.sin(angle) * k[i] + (1 - Math.cos(angle)) * kk[i];
    }
    return times(t, r);
  }

  private static double[] times(double[] a, double[] b) {
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
      }
    }
    return out;
  }
}
