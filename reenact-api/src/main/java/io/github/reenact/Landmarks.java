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

  /**
   * Mouth opening: the gap between the inner lips in their middle (points 62 and 66), in widths of
   * the inner mouth (60 and 64). About 0 for closed lips, 1 for a mouth as wide as high; 0 too if
   * both corners lie in one point.
   */
  public float mouthOpening() {
    FacePart lips = FacePart.INNER_LIPS;
    return ratio(distance(lips.upper(2), lips.lower(2)), width(lips));
  }

  /**
   * The mean of both eyes' openings: about 0.3 for open eyes. An eye whose corners lie in one point
   * counts as 0.
   */
  public float eyeOpening() {
    return (eyeOpening(FacePart.LEFT_EYE) + eyeOpening(FacePart.RIGHT_EYE)) / 2;
  }

  /**
   * Opening of one eye: the mean gap between the lids (points 37 and 41, 38 and 40; 43 and 47, 44
   * and 46) in widths of the eye (36 and 39; 42 and 45). This is the eye aspect ratio of Soukupová
   * and Čech ("Real-Time Eye Blink Detection using Facial Landmarks", 2016). 0 if both corners lie
   * in one point.
   *
   * @throws IllegalArgumentException if the part is not an eye
   */
  public float eyeOpening(FacePart eye) {
    if (eye != FacePart.LEFT_EYE && eye != FacePart.RIGHT_EYE) {
      throw new IllegalArgumentException(eye + " is not an eye");
    }
    double gaps = distance(eye.upper(1), eye.lower(1)) + distance(eye.upper(2), eye.lower(2));
    return ratio(gaps / 2, width(eye));
  }

  private double width(FacePart part) {
    return distance(part.leftCorner(), part.rightCorner());
  }

  private double distance(int i, int j) {
    return Math.hypot(x(i) - x(j), y(i) - y(j));
  }

  private static float ratio(double gap, double width) {
    return width > 0 ? (float) (gap / width) : 0;
  }

  /**
   * The same points with left and right numbers swapped: the remedy for landmarks that {@linkplain
   * LandmarkDisentangler#isMirrored are mirrored}. Twice gives the points back.
   */
  public Landmarks swapSides() {
    float[] out = new float[xy.length];
    for (int i = 0; i < COUNT; i++) {
      out[2 * i] = xy[2 * FacePart.mirror(i)];
      out[2 * i + 1] = xy[2 * FacePart.mirror(i) + 1];
    }
    return new Landmarks(out);
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
      out[2 * i] = width - 1 - xy[2 * FacePart.mirror(i)];
      out[2 * i + 1] = xy[2 * FacePart.mirror(i) + 1];
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
