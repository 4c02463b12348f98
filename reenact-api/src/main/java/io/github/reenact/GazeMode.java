package io.github.reenact;

/** Where the eyes of the result look. */
public enum GazeMode {
  /**
   * Where the driver's look: in {@link MotionMode#RELATIVE} as far from the photo's own direction
   * as the driver's eyes are from theirs at rest, in {@link MotionMode#ABSOLUTE} the driver's
   * direction. Directions are relative to the eye's corners, that is to the head.
   */
  DRIVER,
  /** As in the photo. */
  PHOTO,
  /**
   * At the viewer, whichever way the head turns. Small movements of the driver's eyes stay, so that
   * the result does not stare.
   */
  CAMERA
}
