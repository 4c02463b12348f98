package io.github.reenact.demo.portrait;

/** A monotone-looking smooth curve through given points: Catmull-Rom over uneven steps. */
final class Curve {
  private final double[] x;
  private final double[] y;

  Curve(double... pairs) {
    x = new double[pairs.length / 2];
    y = new double[pairs.length / 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = pairs[2 * i];
      y[i] = pairs[2 * i + 1];
    }
  }

  double at(double v) {
    int n = x.length;
    if (v <= x[0]) {
      return y[0];
    }
    if (v >= x[n - 1]) {
      return y[n - 1];
    }
    int i = 0;
    while (v > x[i + 1]) {
      i++;
    }
    double d = x[i + 1] - x[i];
    double t = (v - x[i]) / d;
    double m0 = slope(i) * d;
    double m1 = slope(i + 1) * d;
    double t2 = t * t;
    double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * y[i]
        + (t3 - 2 * t2 + t) * m0
        + (3 * t2 - 2 * t3) * y[i + 1]
        + (t3 - t2) * m1;
  }

  private double slope(int i) {
    int a = Math.max(0, i - 1);
    int b = Math.min(x.length - 1, i + 1);
    return (y[b] - y[a]) / (x[b] - x[a]);
  }
}
