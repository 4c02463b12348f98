package io.github.reenact.head;

import io.github.reenact.FacePart;
import io.github.reenact.Iris;
import io.github.reenact.Landmarks;

/**
 * The coordinates of one eye (ours): the origin between its corners, x along the line from the
 * corner on the left of the picture to the one on the right, y across it and down, in lengths of
 * that line. The iris of an eye that looks straight ahead is at about (0, -0.1).
 *
 * @param x of the origin in pixels
 * @param y of the origin in pixels
 * @param dx of the way from the left corner to the right one in pixels
 * @param dy of that way
 */
public record EyeFrame(double x, double y, double dx, double dy) {
  /** A place in the eye's coordinates. */
  public record Place(double x, double y) {}

  /** Of the eye on the left of the picture, or of that on the right. */
  public static EyeFrame of(Landmarks face, boolean left) {
    FacePart eye = left ? FacePart.LEFT_EYE : FacePart.RIGHT_EYE;
    int a = eye.leftCorner();
    int b = eye.rightCorner();
    return new EyeFrame(
        (face.x(a) + (double) face.x(b)) / 2,
        (face.y(a) + (double) face.y(b)) / 2,
        (double) face.x(b) - face.x(a),
        (double) face.y(b) - face.y(a));
  }

  /** The distance of the corners in pixels. */
  public double width() {
    return Math.hypot(dx, dy);
  }

  /** Where a pixel lies. The width must not be 0. */
  public Place place(double px, double py) {
    double square = dx * dx + dy * dy;
    double u = px - x;
    double v = py - y;
    return new Place((u * dx + v * dy) / square, (v * dx - u * dy) / square);
  }

  /** The iris with its centre at a place. */
  public Iris iris(Place at, double radius) {
    return new Iris(x + at.x * dx - at.y * dy, y + at.x * dy + at.y * dx, radius * width());
  }
}
