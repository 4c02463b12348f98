package io.github.reenact;

import java.util.Locale;

/** What of a face in a video can be changed by a number; 0 leaves it as it was filmed. */
public enum FaceEdit {
  /** Corners of the mouth apart and up; below 0 together and down. 1 is a broad smile. */
  SMILE(1),
  /** Added to {@link Landmarks#mouthOpening()}, which stays below 1; -1 closes the lips. */
  MOUTH_OPENING(1),
  /**
   * Added to each eye's opening ({@link Landmarks#eyeOpening()}), which stays below 0.6; -0.6
   * closes the lids.
   */
  EYE_OPENING(0.6),
  /** Brows up; below 0 down. 1 is as far as people raise them. */
  BROWS(1);

  private final double most;

  FaceEdit(double most) {
    this.most = most;
  }

  /** The largest value; the smallest is its negative. */
  public double most() {
    return most;
  }

  /** Its name in files and on the command line, for example {@code mouth-opening}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it changes the mouth, not the eyes. */
  public boolean isOfMouth() {
    return this == SMILE || this == MOUTH_OPENING;
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException if it is out of range; the message names both
   */
  void check(double value) {
    if (!(Math.abs(value) <= most)) {
      throw new IllegalArgumentException(
          label() + " " + value + " is out of range: -" + most + " to " + most);
    }
  }
}
