package io.github.reenact.testing;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;

/** Comparisons of floats in which NaN is never close to anything. */
public final class FloatComparison {
  private FloatComparison() {}

  /** Fails unless all numbers are within {@code tolerance} of the expected ones. */
  public static void assertClose(float[] actual, float[] expected, double tolerance) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " numbers, expected " + expected.length);
    }
    for (int i = 0; i < actual.length; i++) {
      // Written so that NaN on either side, and infinity, fail.
      if (!(Math.abs((double) actual[i] - expected[i]) <= tolerance)) {
        throw new AssertionError(
            "number %d is %s, expected %s within %s; worst of all: %s"
                .formatted(i, actual[i], expected[i], tolerance, largest(actual, expected)));
      }
    }
  }

  /** Fails unless all coordinates are within {@code tolerance} of the expected ones. */
  public static void assertClose(Landmarks actual, Landmarks expected, double tolerance) {
    assertClose(actual.toArray(), expected.toArray(), tolerance);
  }

  /** The mean distance between corresponding points. */
  public static double meanDistance(Landmarks a, Landmarks b) {
    double sum = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      sum += Math.hypot(a.x(i) - b.x(i), a.y(i) - b.y(i));
    }
    return sum / Landmarks.COUNT;
  }

  /**
   * The mean absolute difference of all colour values, 0 to 255.
   *
   * @throws AssertionError if the sizes differ
   */
  public static double meanDifference(Image a, Image b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new AssertionError(a + " and " + b + " differ in size");
    }
    return meanDifference(a, b, 0, 0, a.width(), a.height());
  }

  /** The mean absolute difference of all colour values of a rectangle of both, 0 to 255. */
  public static double meanDifference(Image a, Image b, int x, int y, int width, int height) {
    byte[] p = a.crop(x, y, width, height).toRgb();
    byte[] q = b.crop(x, y, width, height).toRgb();
    long sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs((p[i] & 255) - (q[i] & 255));
    }
    return (double) sum / p.length;
  }

  private static double largest(float[] a, float[] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs((double) a[i] - b[i]);
      worst = d > worst || Double.isNaN(d) ? d : worst;
    }
    return worst;
  }
}
