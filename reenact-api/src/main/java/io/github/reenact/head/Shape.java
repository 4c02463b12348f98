package io.github.reenact.head;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import java.util.ArrayList;
import java.util.List;

/**
 * The 68 points of a face, or a shift of each of them, as vectors to calculate with in double
 * precision. {@link #normalized} gives normal place and size, see {@link Similarity#normalizing}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Shape {
  /** A point in the left half of the face, and its mirror image. */
  private record Pair(int left, int right) {}

  private static final List<Pair> PAIRS = pairs();

  /** Below this mean length of the pairs, in radii, the face is in profile and its roll unknown. */
  private static final double PROFILE = 0.05;

  private final double[] xy;

  private Shape(double[] xy) {
    this.xy = xy;
  }

  /** The points of landmarks, where they are. */
  public static Shape of(Landmarks landmarks) {
    double[] xy = new double[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      xy[2 * i] = landmarks.x(i);
      xy[2 * i + 1] = landmarks.y(i);
    }
    return new Shape(xy);
  }

  /**
   * Copies coordinates.
   *
   * @param xy 136 numbers x0, y0, .. x67, y67
   * @throws IllegalArgumentException if it is another number of them
   */
  public static Shape of(double... xy) {
    if (xy.length != 2 * Landmarks.COUNT) {
      throw new IllegalArgumentException("68 points are 136 numbers, not " + xy.length);
    }
    return new Shape(xy.clone());
  }

  /** No shift of any point. */
  public static Shape zero() {
    return new Shape(new double[2 * Landmarks.COUNT]);
  }

  /** The x of a point, 0 to 67. */
  public double x(int point) {
    return xy[2 * point];
  }

  /** The y of a point, 0 to 67. */
  public double y(int point) {
    return xy[2 * point + 1];
  }

  /** A copy of the 136 numbers x0, y0, .. x67, y67. */
  public double[] toArray() {
    return xy.clone();
  }

  /** The same points in single precision. */
  public Landmarks toLandmarks() {
    float[] out = new float[xy.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) xy[i];
    }
    return Landmarks.of(out);
  }

  /**
   * Moved to centre 0 and scaled to root mean square radius 1; points that are all equal stay so.
   */
  public Shape normalized() {
    double cx = 0;
    double cy = 0;
    for (int i = 0; i < xy.length; i += 2) {
      cx += xy[i];
      cy += xy[i + 1];
    }
    cx /= Landmarks.COUNT;
    cy /= Landmarks.COUNT;
    double[] out = new double[xy.length];
    double square = 0;
    for (int i = 0; i < xy.length; i += 2) {
      out[i] = xy[i] - cx;
      out[i + 1] = xy[i + 1] - cy;
      square += out[i] * out[i] + out[i + 1] * out[i + 1];
    }
    double radius = Math.sqrt(square / Landmarks.COUNT);
    if (radius > 1e-9) {
      for (int i = 0; i < out.length; i++) {
        out[i] /= radius;
      }
    }
    return new Shape(out);
  }

  /** The root mean square distance of the points from their centre. */
  double radius() {
    double cx = 0;
    double cy = 0;
    for (int i = 0; i < xy.length; i += 2) {
      cx += xy[i] / Landmarks.COUNT;
      cy += xy[i + 1] / Landmarks.COUNT;
    }
    double square = 0;
    for (int i = 0; i < xy.length; i += 2) {
      square += (xy[i] - cx) * (xy[i] - cx) + (xy[i + 1] - cy) * (xy[i + 1] - cy);
    }
    return Math.sqrt(square / Landmarks.COUNT);
  }

  /** Point by point, this + other. */
  public Shape plus(Shape other) {
    return plus(1, other);
  }

  /** Point by point, this - other. */
  public Shape minus(Shape other) {
    return plus(-1, other);
  }

  /** Point by point, {@code this + t other}. */
  public Shape plus(double t, Shape other) {
    double[] out = new double[xy.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = xy[i] + t * other.xy[i];
    }
    return new Shape(out);
  }

  /** All coordinates multiplied. */
  public Shape times(double factor) {
    double[] out = new double[xy.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = factor * xy[i];
    }
    return new Shape(out);
  }

  /** Turned about the origin by an angle in radians, clockwise in a picture (y down). */
  public Shape turned(double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[] out = new double[xy.length];
    for (int i = 0; i < xy.length; i += 2) {
      out[i] = c * xy[i] - s * xy[i + 1];
      out[i + 1] = s * xy[i] + c * xy[i + 1];
    }
    return new Shape(out);
  }

  /** Turned about the origin so that its {@link #roll} is 0. */
  public Shape upright() {
    return turned(-roll());
  }

  /**
   * The in-plane rotation in radians, clockwise in a picture: the direction of the sum of all lines
   * from a point to its mirror image. All these lines are parallel to the head's left-right axis as
   * long as the face is symmetric, whichever way the head is turned and whatever both halves of the
   * face do; the sum averages the noise of 58 points. 0 for a face in profile.
   */
  public double roll() {
    double dx = 0;
    double dy = 0;
    for (Pair pair : PAIRS) {
      dx += x(pair.right) - x(pair.left);
      dy += y(pair.right) - y(pair.left);
    }
    return Math.hypot(dx, dy) < PROFILE * PAIRS.size() ? 0 : Math.atan2(dy, dx);
  }

  /** With no point's vector longer than a limit. */
  public Shape limited(double limit) {
    double[] out = xy.clone();
    for (int i = 0; i < out.length; i += 2) {
      double length = Math.hypot(out[i], out[i + 1]);
      if (length > limit) {
        out[i] *= limit / length;
        out[i + 1] *= limit / length;
      }
    }
    return new Shape(out);
  }

  private static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < Landmarks.COUNT; i++) {
      int mirrored = FacePart.mirror(i);
      if (i < mirrored) {
        FacePart part = FacePart.of(i);
        // The lower edge of the lips runs from right to left.
        boolean fromRight = part.isClosed() && part.contains(mirrored) && i > part.rightCorner();
        pairs.add(fromRight ? new Pair(mirrored, i) : new Pair(i, mirrored));
      }
    }
    return List.copyOf(pairs);
  }
}
