package io.github.reenact;

import io.github.reenact.head.HeadShape;
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

  /** See {@link #isMirrored}. */
  private static final double MIRRORED = -0.25;

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
   * How far the mouth is open: the gap between the inner lips in their middle (points 62 and 66),
   * in widths of the inner mouth (60 and 64). About 0 for closed lips, 1 for a mouth as wide as
   * high; 0 too if both corners lie in one point.
   */
  public float mouthOpening() {
    return ratio(distance(62, 66), distance(60, 64));
  }

  /**
   * How far the eyes are open: the mean gap between the lids (points 37 and 41, 38 and 40; 43 and
   * 47, 44 and 46) in widths of the eye (36 and 39; 42 and 45), as the mean of both eyes. This is
   * the eye aspect ratio of Soukupová and Čech ("Real-Time Eye Blink Detection using Facial
   * Landmarks", 2016): about 0.3 for open eyes. An eye whose corners lie in one point counts as 0.
   */
  public float eyeOpening() {
    return (ratio((distance(37, 41) + distance(38, 40)) / 2, distance(36, 39))
            + ratio((distance(43, 47) + distance(44, 46)) / 2, distance(42, 45)))
        / 2;
  }

  private double distance(int i, int j) {
    return Math.hypot(x(i) - x(j), y(i) - y(j));
  }

  private static float ratio(double gap, double width) {
    return width > 0 ? (float) (gap / width) : 0;
  }

  /**
   * Whether left and right are swapped: the points of the person's right side lie where those of
   * the left belong. That is so if a picture was mirrored and the points were not renumbered, or if
   * they come from a tool that numbers them from the other side; {@link #swapSides()} puts it
   * right.
   *
   * <p>A mean head in 3D is fitted to the points that expressions do not move; mirrored points are
   * those of a head that looks away from the camera. The cosine of the angle between the head's
   * look and the camera is 1 for a face from the front, 0 in profile and -1 for a mirrored face
   * from the front; below {@value #MIRRORED} it is mirrored (ours). Place, size and in-plane
   * rotation do not matter. So profiles and what a detector's noise makes of them are not taken for
   * mirrored faces; a mirrored face that is turned by more than about 70 degrees goes unnoticed.
   */
  public boolean isMirrored() {
    return HeadShape.facing(this) < MIRRORED;
  }

  /**
   * The same points with left and right numbers swapped: the remedy for landmarks that {@linkplain
   * #isMirrored() are mirrored}. Twice gives the points back.
   */
  public Landmarks swapSides() {
    float[] out = new float[xy.length];
    for (int i = 0; i < COUNT; i++) {
      out[2 * i] = xy[2 * MIRROR[i]];
      out[2 * i + 1] = xy[2 * MIRROR[i] + 1];
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
