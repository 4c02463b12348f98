package io.github.reenact;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A frame of a take, and what the driver does meanwhile.
 *
 * <p>Immutable and thread-safe.
 *
 * @param take the picture to change
 * @param driver the driver's frame at that time; empty if there is none, which changes nothing
 * @param seconds the take's time stamp
 */
public record FootageFrame(Image take, Optional<DrivingFrame> driver, double seconds) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code seconds} is not finite
   */
  public FootageFrame {
    requireNonNull(take, "take");
    requireNonNull(driver, "driver");
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException("a take's time stamp " + seconds + " s is not finite");
    }
  }
}
