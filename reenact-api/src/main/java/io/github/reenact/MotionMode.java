package io.github.reenact;

/** How size, place and rotation of the driver's head move the target's. */
public enum MotionMode {
  /**
   * As the driver's change from its rest on, starting from the photo: a driver who looks aside all
   * the time does not turn the photo. The rest is that of the first frame, and follows the driver
   * slowly; {@link ReenactmentSession#takeNextAsNeutral} sets it anew.
   */
  RELATIVE,
  /** To the same relative place and size in the frame as the driver's, and to its rotation. */
  ABSOLUTE
}
