package io.github.reenact.landmarks;

import io.github.reenact.Landmarks;

/**
 * The square in which dlib's detector sees a face: from the brows to the chin.
 *
 * @param left of its upper left corner, in pixels of the picture
 * @param top of its upper left corner, in pixels of the picture
 * @param side in pixels
 * @param confidence above the detector's threshold: 0 is dlib's own bar, 1 a clear face
 */
record FaceBox(double left, double top, double side, double confidence) {
  /** Of the detector's square to the mean side of the landmarks' bounding box; measured. */
  private static final double SIDE = 1.04;

  /** How far the square's centre lies above the box's centre, in sides; measured. */
  private static final double UP = 0.08;

  /** Least overlap of the squares of one face, as it is predicted and as it is detected. */
  private static final double SAME = 0.6;

  /** The square in which the detector would see the face with these landmarks. */
  static FaceBox around(Landmarks face) {
    double mean = (face.right() - face.left() + face.bottom() - face.top()) / 2.0;
    double side = Math.max(1, SIDE * mean);
    double x = (face.left() + face.right()) / 2.0;
    double y = (face.top() + face.bottom()) / 2.0 - UP * side;
    return new FaceBox(x - side / 2, y - side / 2, side, Double.NaN);
  }

  double centerX() {
    return left + side / 2;
  }

  double centerY() {
    return top + side / 2;
  }

  /** Between the centres, in pixels. */
  double distance(FaceBox other) {
    return Math.hypot(centerX() - other.centerX(), centerY() - other.centerY());
  }

  /** Whether it shows the same face. */
  boolean isSame(FaceBox other) {
    return overlap(other) > SAME;
  }

  /** The area that both share, of the area that either covers: 0 to 1. */
  double overlap(FaceBox other) {
    double w = Math.min(left + side, other.left + other.side) - Math.max(left, other.left);
    double h = Math.min(top + side, other.top + other.side) - Math.max(top, other.top);
    if (w <= 0 || h <= 0) {
      return 0;
    }
    return w * h / (side * side + other.side * other.side - w * h);
  }
}
