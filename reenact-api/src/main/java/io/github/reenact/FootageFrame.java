package io.github.reenact;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A frame of a take, and what is to become of it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param take the picture to change
 * @param driver the driver's frame at that time; empty if there is none, so that nothing is driven
 * @param edits what is changed by numbers, after the driver
 * @param seconds the take's time stamp
 */
public record FootageFrame(
    Image take, Optional<DrivingFrame> driver, FaceEdits edits, double seconds) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code seconds} is not finite
   */
  public FootageFrame {
    requireNonNull(take, "take");
    requireNonNull(driver, "driver");
    requireNonNull(edits, "edits");
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException("a take's time stamp " + seconds + " s is not finite");
    }
  }

  /** A frame without edits. */
  public FootageFrame(Image take, Optional<DrivingFrame> driver, double seconds) {
    this(take, driver, FaceEdits.NONE, seconds);
  }

  /** The same frame with these edits. */
  public FootageFrame with(FaceEdits edits) {
    return new FootageFrame(take, driver, edits, seconds);
  }
}
