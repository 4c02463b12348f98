package io.github.reenact.evaluate;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;

/**
 * A rectangle of a picture's pixels.
 *
 * @param left first column
 * @param top first row
 * @param right column after the last
 * @param bottom row after the last
 */
record PixelBox(int left, int top, int right, int bottom) {
  /** Half the side of a part's box in larger sides of the box around its landmarks. */
  private static final double HALF_SIDE = 0.65;

  static PixelBox whole(int width, int height) {
    return new PixelBox(0, 0, width, height);
  }

  /** The square around the outer and inner lips. */
  static PixelBox mouth(Landmarks face, int width, int height) {
    return around(face, FacePart.OUTER_LIPS.first(), FacePart.INNER_LIPS.last(), width, height);
  }

  /** The square around the eye on the left of the picture, the person's right one. */
  static PixelBox rightEye(Landmarks face, int width, int height) {
    return around(face, FacePart.LEFT_EYE.first(), FacePart.LEFT_EYE.last(), width, height);
  }

  /** The square around the eye on the right of the picture, the person's left one. */
  static PixelBox leftEye(Landmarks face, int width, int height) {
    return around(face, FacePart.RIGHT_EYE.first(), FacePart.RIGHT_EYE.last(), width, height);
  }

  /**
   * The pixels of a picture in the square that has the centre of the box around landmarks, and 1.3
   * times its larger side; empty if it lies outside of the picture.
   */
  private static PixelBox around(Landmarks face, int first, int last, int width, int height) {
    double x0 = Double.POSITIVE_INFINITY;
    double y0 = Double.POSITIVE_INFINITY;
    double x1 = Double.NEGATIVE_INFINITY;
    double y1 = Double.NEGATIVE_INFINITY;
    for (int i = first; i <= last; i++) {
      x0 = Math.min(x0, face.x(i));
      x1 = Math.max(x1, face.x(i));
      y0 = Math.min(y0, face.y(i));
      y1 = Math.max(y1, face.y(i));
    }
    double half = HALF_SIDE * Math.max(x1 - x0, y1 - y0);
    double cx = (x0 + x1) / 2;
    double cy = (y0 + y1) / 2;
    return new PixelBox(
        (int) Math.max(0, Math.ceil(cx - half)),
        (int) Math.max(0, Math.ceil(cy - half)),
        (int) Math.min(width, Math.floor(cx + half) + 1),
        (int) Math.min(height, Math.floor(cy + half) + 1));
  }

  /** The number of pixels. */
  long pixels() {
    return Math.max(0, right - left) * (long) Math.max(0, bottom - top);
  }
}
