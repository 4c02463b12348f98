package io.github.reenact.warp;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.head.EyeFrame;

/**
 * What lies between the lids of one eye, in the coordinates of its {@link EyeFrame}. Each lid is a
 * line from corner to corner by way of its two landmarks.
 */
final class EyeOpening {
  private final EyeFrame frame;
  private final double[] x = new double[6];
  private final double[] y = new double[6];

  /** Of the eye on the left of the picture, or of that on the right. */
  EyeOpening(Landmarks face, boolean left) {
    frame = EyeFrame.of(face, left);
    int first = (left ? FacePart.LEFT_EYE : FacePart.RIGHT_EYE).first();
    for (int i = 0; i < 6; i++) {
      EyeFrame.Place p = frame.place(face.x(first + i), face.y(first + i));
      x[i] = p.x();
      y[i] = p.y();
    }
  }

  EyeFrame frame() {
    return frame;
  }

  /** How far below the upper lid and within the corners; negative outside. */
  double belowUpper(double px, double py) {
    return Math.min(py - upper(px), Math.min(px - x[0], x[3] - px));
  }

  /** How far from the nearest of lids and corners; negative outside. */
  double inside(double px, double py) {
    return Math.min(belowUpper(px, py), lower(px) - py);
  }

  /** The y of the upper lid. */
  double upper(double px) {
    return lid(px, 1, 2);
  }

  /** The y of the lower lid. */
  double lower(double px) {
    return lid(px, 5, 4);
  }

  private double lid(double px, int second, int third) {
    if (px <= x[second]) {
      return line(px, 0, second);
    }
    return px <= x[third] ? line(px, second, third) : line(px, third, 3);
  }

  private double line(double px, int a, int b) {
    double t = x[b] > x[a] ? Math.max(0, Math.min(1, (px - x[a]) / (x[b] - x[a]))) : 0;
    return y[a] + t * (y[b] - y[a]);
  }
}
