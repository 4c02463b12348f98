package io.github.reenact;

/** How scale, place and in-plane rotation of the driver's face move the target's face. */
public enum MotionMode {
  /** As the driver's change from its first frame on, starting from the photo. */
  RELATIVE,
  /** To the same relative place, size and rotation in the frame as the driver's. */
  ABSOLUTE
}
