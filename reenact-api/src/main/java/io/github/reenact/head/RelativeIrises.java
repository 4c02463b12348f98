package io.github.reenact.head;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.util.Optional;

/**
 * Both irises of a face relative to its eyes: what stays when the face moves and the eyes keep
 * their direction (ours).
 *
 * @param left in the {@link EyeFrame} of the eye on the left of the picture; empty if that iris is
 *     not known, or the eye's corners lie in one point
 * @param right the same on the right
 */
public record RelativeIrises(Optional<Relative> left, Optional<Relative> right) {
  /** Shorter lengths in pixels are none. */
  private static final double LEAST = 1e-6;

  /**
   * One iris.
   *
   * @param place in the eye's coordinates
   * @param radius in widths of the eye
   */
  public record Relative(EyeFrame.Place place, double radius) {}

  /** Of a face. */
  public static RelativeIrises of(Landmarks face, Irises irises) {
    return new RelativeIrises(
        relative(EyeFrame.of(face, true), irises.left()),
        relative(EyeFrame.of(face, false), irises.right()));
  }

  private static Optional<Relative> relative(EyeFrame eye, Optional<Iris> iris) {
    return eye.width() > LEAST
        ? iris.map(i -> new Relative(eye.place(i.x(), i.y()), i.radius() / eye.width()))
        : Optional.empty();
  }

  /**
   * The irises in the eyes of another face, or of the same one moved.
   *
   * @param face whose pixels the result is in
   * @param x shift to the right of both, in widths of the eye
   * @param y shift down
   */
  public Irises in(Landmarks face, double x, double y) {
    return new Irises(
        iris(left, EyeFrame.of(face, true), x, y), iris(right, EyeFrame.of(face, false), x, y));
  }

  private static Optional<Iris> iris(
      Optional<Relative> relative, EyeFrame eye, double x, double y) {
    return relative
        .filter(r -> eye.width() * r.radius > LEAST)
        .map(r -> eye.iris(new EyeFrame.Place(r.place.x() + x, r.place.y() + y), r.radius));
  }
}
