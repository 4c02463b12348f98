package io.github.reenact.head;

/**
 * A weak-perspective camera: a point X of the head is seen at scale * (R X) + (tx, ty), with z left
 * out.
 */
public final class Pose {
  /** Pixels per unit of length of the head. */
  public final double scale;

  /** The shift to the right in pixels. */
  public final double tx;

  /** The shift down in pixels. */
  public final double ty;

  /** R, row by row. */
  private final double[] rotation;

  private Pose(double scale, double[] rotation, double tx, double ty) {
    this.scale = scale;
    this.rotation = rotation;
    this.tx = tx;
    this.ty = ty;
  }

  /** Fits poses to places of the same points, again and again. */
  public static final class Fitter {
    private final double[][] inverse;
    private final double[] centre = new double[3];

    /**
     * Prepares a fit.
     *
     * @param points at least 4 points of the head, not all in one plane: x, y, z of each
     */
    public Fitter(double[][] points) {
      int n = points.length;
      for (double[] p : points) {
        for (int a = 0; a < 3; a++) {
          centre[a] += p[a] / n;
        }
      }
      double[][] g = new double[3][3];
      for (double[] p : points) {
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            g[a][b] += (p[a] - centre[a]) * (p[b] - centre[b]);
          }
        }
      }
      // flat faces give a singular matrix: a little of the trace keeps the inverse finite
      double ridge = 1e-9 * (g[0][0] + g[1][1] + g[2][2]) + 1e-30;
      for (int a = 0; a < 3; a++) {
        g[a][a] += ridge;
      }
      double[][] h = invert(g);
      inverse = new double[3][n];
      for (int a = 0; a < 3; a++) {
        for (int i = 0; i < n; i++) {
          for (int b = 0; b < 3; b++) {
            inverse[a][i] += h[a][b] * (points[i][b] - centre[b]);
          }
        }
      }
    }

    /** The pose in which the points are seen nearest to given places, by least squares. */
    public Pose fit(double[] x, double[] y) {
      double mx = mean(x);
      double my = mean(y);
      double[] a = row(x, mx);
      double[] b = row(y, my);
      // the nearest scaled rotation: the affine rows times the inverse root of their Gram matrix
      double aa = dot(a, a);
      double ab = dot(a, b);
      double bb = dot(b, b);
      double floor = 1e-6 * (aa + bb) + 1e-18;
      aa += floor;
      bb += floor;
      double root = Math.sqrt(Math.max(aa * bb - ab * ab, 0));
      double t = Math.sqrt(aa + bb + 2 * root);
      double p = (aa + root) / t;
      double q = ab / t;
      double s = (bb + root) / t;
      double det = p * s - q * q;
      double[] r = new double[9];
      for (int k = 0; k < 3; k++) {
        r[k] = (s * a[k] - q * b[k]) / det;
        r[3 + k] = (p * b[k] - q * a[k]) / det;
      }
      orthonormalize(r);
      double scale = (p + s) / 2;
      return new Pose(
          scale,
          r,
          mx - scale * (r[0] * centre[0] + r[1] * centre[1] + r[2] * centre[2]),
          my - scale * (r[3] * centre[0] + r[4] * centre[1] + r[5] * centre[2]));
    }

    /**
     * The cosine of the angle between where the head looks and the camera: 1 from the front, 0 in
     * profile, -1 from behind, which is how a mirrored face looks. Where the points fit no turned
     * head, such as in a face that is squeezed to a line, it is nearer to 0. 0 if all lie in one
     * point.
     */
    public double facing(double[] x, double[] y) {
      double[] a = row(x, mean(x));
      double[] b = row(y, mean(y));
      double square = (dot(a, a) + dot(b, b)) / 2;
      return square > 0 ? (a[0] * b[1] - a[1] * b[0]) / square : 0;
    }

    private static double mean(double[] v) {
      double sum = 0;
      for (double each : v) {
        sum += each / v.length;
      }
      return sum;
    }

    /** The row of the affine map that takes the points nearest to these coordinates. */
    private double[] row(double[] v, double mean) {
      double[] out = new double[3];
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < v.length; i++) {
          out[k] += inverse[k][i] * (v[i] - mean);
        }
      }
      return out;
    }

    /** Clears what the floor left, and adds the third row. */
    private static void orthonormalize(double[] r) {
      double n = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
      if (!(n > 1e-9)) {
        System.arraycopy(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0, r, 0, 9);
        return;
      }
      for (int k = 0; k < 3; k++) {
        r[k] /= n;
      }
      double d = r[0] * r[3] + r[1] * r[4] + r[2] * r[5];
      for (int k = 0; k < 3; k++) {
        r[3 + k] -= d * r[k];
      }
      n = Math.sqrt(r[3] * r[3] + r[4] * r[4] + r[5] * r[5]);
      if (!(n > 1e-9)) {
        System.arraycopy(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0, r, 0, 9);
        return;
      }
      for (int k = 3; k < 6; k++) {
        r[k] /= n;
      }
      r[6] = r[1] * r[5] - r[2] * r[4];
      r[7] = r[2] * r[3] - r[0] * r[5];
      r[8] = r[0] * r[4] - r[1] * r[3];
    }
  }

  /**
   * So much of the way from the head as it is, {@code x' = x, y' = y}, to this pose: 0 is the head
   * as it is, 1 is this pose, 2 turns it twice as far about the same axis.
   */
  public Pose partial(double t) {
    return new Pose(Math.pow(scale, t), rotation().partial(t).rows(), t * tx, t * ty);
  }

  /** The x at which a point of the head is seen. */
  public double x(double[] p) {
    return scale * (rotation[0] * p[0] + rotation[1] * p[1] + rotation[2] * p[2]) + tx;
  }

  /** The y at which a point of the head is seen. */
  public double y(double[] p) {
    return scale * (rotation[3] * p[0] + rotation[4] * p[1] + rotation[5] * p[2]) + ty;
  }

  /** How near a point of the head is to the camera, in units of the head. */
  public double z(double[] p) {
    return rotation[6] * p[0] + rotation[7] * p[1] + rotation[8] * p[2];
  }

  /** R. */
  public Rotation rotation() {
    return new Rotation(rotation);
  }

  /** The angle of the rotation in degrees, 0 to 180. */
  public double turn() {
    return rotation().angle();
  }

  /** The turn to the side in degrees: positive if the nose moves to the right of the picture. */
  public double yaw() {
    return Math.toDegrees(Math.asin(Math.min(Math.max(-rotation[6], -1), 1)));
  }

  /** The nod in degrees: positive if the nose moves down. */
  public double pitch() {
    return Math.toDegrees(Math.atan2(-rotation[7], rotation[8]));
  }

  /**
   * The tilt in the plane of the picture in degrees, clockwise. The head nods first, then turns,
   * then tilts.
   */
  public double roll() {
    return Math.toDegrees(Math.atan2(rotation[3], rotation[0]));
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[][] invert(double[][] m) {
    double a = m[1][1] * m[2][2] - m[1][2] * m[2][1];
    double b = m[1][2] * m[2][0] - m[1][0] * m[2][2];
    double c = m[1][0] * m[2][1] - m[1][1] * m[2][0];
    double det = m[0][0] * a + m[0][1] * b + m[0][2] * c;
    return new double[][] {
      {
        a / det,
        (m[0][2] * m[2][1] - m[0][1] * m[2][2]) / det,
        (m[0][1] * m[1][2] - m[0][2] * m[1][1]) / det
      },
      {
        b / det,
        (m[0][0] * m[2][2] - m[0][2] * m[2][0]) / det,
        (m[0][2] * m[1][0] - m[0][0] * m[1][2]) / det
      },
      {
        c / det,
        (m[0][1] * m[2][0] - m[0][0] * m[2][1]) / det,
        (m[0][0] * m[1][1] - m[0][1] * m[1][0]) / det
      }
    };
  }
}
