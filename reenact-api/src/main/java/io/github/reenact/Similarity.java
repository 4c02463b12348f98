package io.github.reenact;

/**
 * A similarity transform of the plane: {@code x' = a x - b y + tx}, {@code y' = b x + a y + ty}. It
 * scales, turns and moves, and can be undone.
 *
 * <p>Immutable and thread-safe.
 *
 * @param a scale times the cosine of the angle
 * @param b scale times the sine of the angle
 * @param tx shift to the right
 * @param ty shift down
 */
public record Similarity(double a, double b, double tx, double ty) {
  /** The transform that changes nothing. */
  public static final Similarity IDENTITY = new Similarity(1, 0, 0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is not finite or the scale is zero
   */
  public Similarity {
    if (!Double.isFinite(a)
        || !Double.isFinite(b)
        || !Double.isFinite(tx)
        || !Double.isFinite(ty)) {
      throw new IllegalArgumentException(
          "not finite: a=" + a + ", b=" + b + ", tx=" + tx + ", ty=" + ty);
    }
    if (a * a + b * b < 1e-24) {
      throw new IllegalArgumentException(
          "scale " + Math.hypot(a, b) + " is zero: the transform could not be undone");
    }
  }

  /** Scales about the origin, then moves. */
  public static Similarity scaleThenMove(double scale, double tx, double ty) {
    return new Similarity(scale, 0, tx, ty);
  }

  /**
   * The transform that gives landmarks their normal place and size: centre 0, root mean square
   * radius 1. In-plane rotation is left as it is: it belongs to the pose.
   *
   * @throws IllegalArgumentException if all points are (nearly) equal
   */
  public static Similarity normalizing(Landmarks landmarks) {
    double r = landmarks.radius();
    if (!(r > 1e-6)) {
      throw new IllegalArgumentException(
          "all 68 landmarks lie in one point, " + landmarks + ": not a face");
    }
    return new Similarity(1 / r, 0, -landmarks.centerX() / r, -landmarks.centerY() / r);
  }

  /**
   * The transform that brings {@code from} nearest to {@code to}, by least squares over all points.
   */
  public static Similarity fit(Landmarks from, Landmarks to) {
    double fx = from.centerX();
    double fy = from.centerY();
    double gx = to.centerX();
    double gy = to.centerY();
    double dot = 0;
    double cross = 0;
    double norm = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double x = from.x(i) - fx;
      double y = from.y(i) - fy;
      double u = to.x(i) - gx;
      double v = to.y(i) - gy;
      dot += x * u + y * v;
      cross += x * v - y * u;
      norm += x * x + y * y;
    }
    if (norm < 1e-12) {
      throw new IllegalArgumentException(
          "all 68 landmarks lie in one point, " + from + ": not a face");
    }
    double a = dot / norm;
    double b = cross / norm;
    return new Similarity(a, b, gx - a * fx + b * fy, gy - b * fx - a * fy);
  }

  /** The factor by which lengths grow. */
  public double scale() {
    return Math.hypot(a, b);
  }

  /** The angle in radians by which it turns, clockwise in a picture (y down). */
  public double angle() {
    return Math.atan2(b, a);
  }

  /** The transform that undoes this one. */
  public Similarity inverse() {
    double n = a * a + b * b;
    return new Similarity(a / n, -b / n, -(a * tx + b * ty) / n, (b * tx - a * ty) / n);
  }

  /** This transform first, then the other. */
  public Similarity then(Similarity next) {
    return new Similarity(
        next.a * a - next.b * b,
        next.b * a + next.a * b,
        next.a * tx - next.b * ty + next.tx,
        next.b * tx + next.a * ty + next.ty);
  }

  /** The new x of a point. */
  public float applyX(float x, float y) {
    return (float) (a * x - b * y + tx);
  }

  /** The new y of a point. */
  public float applyY(float x, float y) {
    return (float) (b * x + a * y + ty);
  }
}
