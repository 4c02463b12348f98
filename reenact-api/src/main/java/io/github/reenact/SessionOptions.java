package io.github.reenact;

import io.github.reenact.pipeline.MotionTransfer;

/**
 * What the sessions of a {@link Reenactor} do.
 *
 * @param framing what the result shows
 * @param transfer how motion is transferred
 * @param smoothing how much the driver's landmarks are smoothed over time, 0 to 1
 * @param driverFace which face of the driving frames is followed: 0 is the largest
 */
record SessionOptions(
    Framing framing, MotionTransfer.Settings transfer, double smoothing, int driverFace) {
  /**
   * Checks a strength.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  static void checkStrength(double strength) {
    if (!(strength >= 0 && strength <= Reenactor.Builder.MAX_STRENGTH)) {
      throw new IllegalArgumentException(
          "strength " + strength + " is not in 0.." + Reenactor.Builder.MAX_STRENGTH);
    }
  }

  /**
   * Checks a smoothing.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  static void checkSmoothing(double smoothing) {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException("smoothing " + smoothing + " is not in 0..1");
    }
  }

  /**
   * Checks the number of a face.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static void checkFace(int face) {
    if (face < 0) {
      throw new IllegalArgumentException("face " + face + " is negative; 0 is the largest");
    }
  }
}
