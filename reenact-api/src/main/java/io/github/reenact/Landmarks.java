package io.github.reenact;

import java.util.Arrays;

/**
 * The 68 landmarks of one face in the iBUG 300-W order: jaw 0–16, brows 17–26, nose 27–35, eyes
 * 36–47, outer lips 48–59, inner lips 60–67. Coordinates are in pixels of the picture they belong
 * to (x to the right, y down, the centre of the first pixel at 0, 0), unless a method says
 * otherwise. All are finite. "Right" in the order is the person's own right, which an unmirrored
 * picture shows on its left.
 *
 * <p>Immutable and thread-safe.
 */
public final class Landmarks {
  /** The number of landmarks. */
  public static final int COUNT = 68;

  /** The point that each point becomes when a face is mirrored. */
  private static final int[] MIRROR = {
    16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 26, 25, 24, 23, 22, 21, 20, 19, 18,
    17, 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40, 54, 53,
    52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65
  };

  private final float[] xy;

  private Landmarks(float[] xy) {
    this.xy = xy;
  }

  /**
   * Copies coordinates.
   *
   * @param xy 136 finite numbers: x0, y0, x1, y1, .. x67, y67
   * @throws IllegalArgumentException if the count is wrong or a number is NaN or infinite
   */
  public static Landmarks of(float... xy) {
    if (xy.length != 2 * COUNT) {
      throw new IllegalArgumentException("68 landmarks are 136 numbers, not " + xy.length);
    }
    for (int i = 0; i < xy.length; i++) {
      if (!Float.isFinite(xy[i])) {
        throw new IllegalArgumentException(
            "landmark "
                + i / 2
                + " has "
                + (i % 2 == 0 ? "x" : "y")
                + " = "
                + xy[i]
                + "; it must be finite");
      }
    }
    return new Landmarks(xy.clone());
  }

  /** The x coordinate of landmark {@code i}, 0 to 67. */
  public float x(int i) {
    return xy[2 * i];
  }

  /** The y coordinate of landmark {@code i}, 0 to 67. */
  public float y(int i) {
    return xy[2 * i + 1];
  }

  /** A copy of the 136 coordinates: x0, y0, .. x67, y67. */
  public float[] toArray() {
    return xy.clone();
  }

  /** The mean of all points' x. */
  public float centerX() {
    return mean(0);
  }

  /** The mean of all points' y. */
  public float centerY() {
    return mean(1);
  }

  private float mean(int axis) {
    double s = 0;
    for (int i = axis; i < xy.length; i += 2) {
      s += xy[i];
    }
    return (float) (s / COUNT);
  }

  /** The root mean square distance of the points from their centre: 0 if all are equal. */
  public float radius() {
    double cx = centerX();
    double cy = centerY();
    double s = 0;
    for (int i = 0; i < COUNT; i++) {
      double dx = xy[2 * i] - cx;
      double dy = xy[2 * i + 1] - cy;
      s += dx * dx + dy * dy;
    }
    return (float) Math.sqrt(s / COUNT);
  }

  /** The smallest x. */
  public float left() {
    return extreme(0, -1);
  }

  /** The smallest y. */
  public float top() {
    return extreme(1, -1);
  }

  /** The largest x. */
  public float right() {
    return extreme(0, 1);
  }

  /** The largest y. */
  public float bottom() {
    return extreme(1, 1);
  }

  private float extreme(int axis, int sign) {
    float best = xy[axis];
    for (int i = axis; i < xy.length; i += 2) {
      best = sign > 0 ? Math.max(best, xy[i]) : Math.min(best, xy[i]);
    }
    return best;
  }

  /** The side of the face in pixels: the square root of the area of the box around the points. */
  public float size() {
    return (float) Math.sqrt((double) (right() - left()) * (bottom() - top()));
  }

  /** These points under a similarity transform. */
  public Landmarks transform(Similarity s) {
    float[] out = new float[xy.length];
    for (int i = 0; i < xy.length; i += 2) {
      out[i] = s.applyX(xy[i], xy[i + 1]);
      out[i + 1] = s.applyY(xy[i], xy[i + 1]);
    }
    return of(out);
  }

  /**
   * The landmarks of the picture mirrored left to right: x becomes {@code width - 1 - x} and the
   * points are renumbered, so that the person's right is again in its place in the order.
   *
   * @param width of the picture in pixels
   */
  public Landmarks mirror(int width) {
    float[] out = new float[xy.length];
    for (int i = 0; i < COUNT; i++) {
      out[2 * i] = width - 1 - xy[2 * MIRROR[i]];
      out[2 * i + 1] = xy[2 * MIRROR[i] + 1];
    }
    return new Landmarks(out);
  }

  /**
   * Point by point, {@code (1 - t)} times these and {@code t} times the other; {@code t} may lie
   * outside of 0..1.
   */
  public Landmarks interpolate(Landmarks other, float t) {
    float[] out = new float[xy.length];
    for (int i = 0; i < xy.length; i++) {
      out[i] = xy[i] + t * (other.xy[i] - xy[i]);
    }
    return of(out);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Landmarks other && Arrays.equals(xy, other.xy);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(xy);
  }

  @Override
  public String toString() {
    return "Landmarks[center=(%.1f, %.1f), size=%.1f]".formatted(centerX(), centerY(), size());
  }
}
