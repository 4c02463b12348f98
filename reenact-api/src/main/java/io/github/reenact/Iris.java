package io.github.reenact;

/**
 * The iris of one eye: the circle that its edge would be, were no lid over it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param x of the centre in pixels of the picture, to the right; the centre of the first pixel is 0
 * @param y of the centre in pixels of the picture, down; the centre of the first pixel is 0
 * @param radius in pixels, more than 0
 */
public record Iris(double x, double y, double radius) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is not finite or the radius is not positive
   */
  public Iris {
    if (!Double.isFinite(x) || !Double.isFinite(y) || !(radius > 0 && Double.isFinite(radius))) {
      throw new IllegalArgumentException(
          "an iris at (" + x + ", " + y + ") of radius " + radius + ": not a circle");
    }
  }

  /** This iris under a similarity transform. */
  public Iris transform(Similarity s) {
    return new Iris(
        s.a() * x - s.b() * y + s.tx(), s.b() * x + s.a() * y + s.ty(), radius * s.scale());
  }
}
