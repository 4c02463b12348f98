package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;

/**
 * Arithmetic on 68 points without place: 136 numbers x0, y0, .. in normal space (see {@link
 * Similarity#normalizing}).
 */
final class Shape {
  /** A point of the left half in the picture, then its mirror image, and so on. */
  private static final int[] PAIRS = {
    0,
    16,
    1,
    15,
    2,
    14,
    3,
    13,
    4,
    12,
    5,
    11,
    6,
    10,
    7,
    9, // jaw
    17,
    26,
    18,
    25,
    19,
    24,
    20,
    23,
    21,
    22, // brows
    31,
    35,
    32,
    34, // nostrils
    36,
    45,
    37,
    44,
    38,
    43,
    39,
    42,
    40,
    47,
    41,
    46, // eyes
    48,
    54,
    49,
    53,
    50,
    52,
    59,
    55,
    58,
    56,
    60,
    64,
    61,
    63,
    67,
    65 // lips
  };

  /** Below this mean length of the pairs, in radii, the face is in profile and its roll unknown. */
  private static final double PROFILE = 0.05;

  private Shape() {}

  /** The landmarks in normal place and size. */
  static double[] normal(Landmarks landmarks) {
    return normal(toDouble(landmarks));
  }

  static double[] toDouble(Landmarks landmarks) {
    float[] xy = landmarks.toArray();
    double[] out = new double[xy.length];
    for (int i = 0; i < xy.length; i++) {
      out[i] = xy[i];
    }
    return out;
  }

  /** Of 136 numbers x0, y0, .. */
  static Landmarks landmarks(double[] shape) {
    float[] xy = new float[shape.length];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = (float) shape[i];
    }
    return Landmarks.of(xy);
  }

  /**
   * Moved to centre 0 and scaled to root mean square radius 1; points that are all equal stay so.
   */
  static double[] normal(double[] shape) {
    double cx = 0;
    double cy = 0;
    for (int i = 0; i < shape.length; i += 2) {
      cx += shape[i];
      cy += shape[i + 1];
    }
    cx /= Landmarks.COUNT;
    cy /= Landmarks.COUNT;
    double[] out = new double[shape.length];
    double square = 0;
    for (int i = 0; i < shape.length; i += 2) {
      out[i] = shape[i] - cx;
      out[i + 1] = shape[i + 1] - cy;
      square += out[i] * out[i] + out[i + 1] * out[i + 1];
    }
    double radius = Math.sqrt(square / Landmarks.COUNT);
    if (radius > 1e-9) {
      for (int i = 0; i < out.length; i++) {
        out[i] /= radius;
      }
    }
    return out;
  }

  /** {@code a + t b}. */
  static double[] plus(double[] a, double t, double[] b) {
    double[] out = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = a[i] + t * b[i];
    }
    return out;
  }

  /** Turned about the origin, clockwise in a picture (y down). */
  static double[] turn(double[] shape, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[] out = new double[shape.length];
    for (int i = 0; i < shape.length; i += 2) {
      out[i] = c * shape[i] - s * shape[i + 1];
      out[i + 1] = s * shape[i] + c * shape[i + 1];
    }
    return out;
  }

  /**
   * The in-plane rotation in radians, clockwise in a picture: the direction of the sum of all lines
   * from a point to its mirror image. All these lines are parallel to the head's left-right axis as
   * long as the face is symmetric, whichever way the head is turned and whatever both halves of the
   * face do; the sum averages the noise of 62 points. 0 for a face in profile.
   */
  static double roll(double[] shape) {
    double dx = 0;
    double dy = 0;
    for (int i = 0; i < PAIRS.length; i += 2) {
      int from = 2 * PAIRS[i];
      int to = 2 * PAIRS[i + 1];
      dx += shape[to] - shape[from];
      dy += shape[to + 1] - shape[from + 1];
    }
    return Math.hypot(dx, dy) < PROFILE * (PAIRS.length / 2.0) ? 0 : Math.atan2(dy, dx);
  }

  /** No point's shift longer than {@code limit}. */
  static double[] limit(double[] shifts, double limit) {
    double[] out = shifts.clone();
    for (int i = 0; i < out.length; i += 2) {
      double length = Math.hypot(out[i], out[i + 1]);
      if (length > limit) {
        out[i] *= limit / length;
        out[i + 1] *= limit / length;
      }
    }
    return out;
  }
}
