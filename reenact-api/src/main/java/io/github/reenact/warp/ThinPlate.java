package io.github.reenact.warp;

/**
 * A smoothing thin-plate spline of the plane: the map that takes points near to given images and
 * bends as little as it can (Duchon, 1977; smoothing after Wahba, 1990).
 *
 * <p>f(x) = c + A x + sum of w_i k(|x - p_i|) with k(r) = r^2 log r; the weights follow from a
 * linear system whose diagonal holds the smoothing.
 */
final class ThinPlate {
  private static final int TABLE_BITS = 11;
  private static final double[] LOG = new double[(1 << TABLE_BITS) + 1];

  static {
    for (int i = 0; i < LOG.length; i++) {
      LOG[i] = Math.log1p(i / (double) (1 << TABLE_BITS));
    }
  }

  private final double[] px;
  private final double[] py;

  /** Weights of the points, then of 1, x and y. */
  private final double[] cx;

  private final double[] cy;

  private ThinPlate(double[] px, double[] py, double[] cx, double[] cy) {
    this.px = px;
    this.py = py;
    this.cx = cx;
    this.cy = cy;
  }

  /**
   * Solves for a map.
   *
   * @param px x of the points; they should span the plane and lie within about 10 units
   * @param py y of the points
   * @param qx x of their images
   * @param qy y of their images
   * @param smoothing for each point, how free it is: 0 if its image is to be hit; finite
   */
  static ThinPlate solve(double[] px, double[] py, double[] qx, double[] qy, double[] smoothing) {
    int n = px.length;
    double[][] m = new double[n + 3][n + 5];
    for (int i = 0; i < n; i++) {
      double[] row = m[i];
      for (int j = 0; j < i; j++) {
        double k = kernel(px[i] - px[j], py[i] - py[j]);
        row[j] = k;
        m[j][i] = k;
      }
      row[i] = smoothing[i];
      row[n] = 1;
      row[n + 1] = px[i];
      row[n + 2] = py[i];
      m[n][i] = 1;
      m[n + 1][i] = px[i];
      m[n + 2][i] = py[i];
      row[n + 3] = qx[i];
      row[n + 4] = qy[i];
    }
    double[][] x = eliminate(m);
    return new ThinPlate(px.clone(), py.clone(), x[0], x[1]);
  }

  /** Gauss elimination with row pivots; the last two columns are right-hand sides. */
  private static double[][] eliminate(double[][] m) {
    int n = m.length;
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(m[i][k]) > Math.abs(m[best][k])) {
          best = i;
        }
      }
      double[] pivot = m[best];
      m[best] = m[k];
      m[k] = pivot;
      if (Math.abs(pivot[k]) < 1e-13) {
        // two points in one place without smoothing, or all on a line: this unknown stays 0
        pivot[k] = 1e30;
      }
      double inverse = 1 / pivot[k];
      for (int i = k + 1; i < n; i++) {
        double[] row = m[i];
        double f = row[k] * inverse;
        if (f != 0) {
          for (int j = k + 1; j < n + 2; j++) {
            row[j] -= f * pivot[j];
          }
        }
      }
    }
    double[][] x = new double[2][n];
    for (int c = 0; c < 2; c++) {
      for (int i = n - 1; i >= 0; i--) {
        double s = m[i][n + c];
        for (int j = i + 1; j < n; j++) {
          s -= m[i][j] * x[c][j];
        }
        x[c][i] = s / m[i][i];
      }
    }
    return x;
  }

  /**
   * The images of the nodes of a regular grid minus the nodes.
   *
   * @param out gets dx, dy of each node times {@code unit}, row by row
   */
  void displacements(
      double x0,
      double y0,
      double stepX,
      double stepY,
      int columns,
      int rows,
      double unit,
      float[] out) {
    int n = px.length;
    double[] sx = new double[columns];
    double[] sy = new double[columns];
    for (int j = 0, o = 0; j < rows; j++) {
      double y = y0 + j * stepY;
      for (int i = 0; i < columns; i++) {
        double x = x0 + i * stepX;
        sx[i] = cx[n] + cx[n + 1] * x + cx[n + 2] * y - x;
        sy[i] = cy[n] + cy[n + 1] * x + cy[n + 2] * y - y;
      }
      for (int k = 0; k < n; k++) {
        double dy = y - py[k];
        double dy2 = dy * dy;
        double wx = cx[k];
        double wy = cy[k];
        double pk = px[k];
        for (int i = 0; i < columns; i++) {
          double dx = x0 + i * stepX - pk;
          double d = dx * dx + dy2;
          double v = 0.5 * d * fastLog(d);
          sx[i] += wx * v;
          sy[i] += wy * v;
        }
      }
      for (int i = 0; i < columns; i++) {
        out[o++] = (float) (sx[i] * unit);
        out[o++] = (float) (sy[i] * unit);
      }
    }
  }

  private static double kernel(double dx, double dy) {
    double d = dx * dx + dy * dy;
    return 0.5 * d * fastLog(d);
  }

  /**
   * The natural logarithm of a positive normal number within 1e-7, of 0 a large negative number
   * (-709.8): a table over the mantissa, linear in between.
   */
  static double fastLog(double d) {
    long bits = Double.doubleToRawLongBits(d);
    int exponent = (int) (bits >>> 52) - 1023;
    int i = (int) (bits >>> (52 - TABLE_BITS)) & ((1 << TABLE_BITS) - 1);
    double rest = (bits & ((1L << (52 - TABLE_BITS)) - 1)) * (1.0 / (1L << (52 - TABLE_BITS)));
    double low = LOG[i];
    return exponent * 0.6931471805599453 + low + rest * (LOG[i + 1] - low);
  }
}
