package io.github.reenact;

import java.util.List;
import java.util.Optional;

/**
 * One frame of several drivers, for a {@link GroupSession}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param drivers the next frame of each driver, in the order of their numbers; empty where a driver
 *     has none at this time, so that its faces hold what they showed last
 * @param seconds the time stamp of the frame of the result
 */
public record GroupFrame(List<Optional<DrivingFrame>> drivers, double seconds) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if {@code seconds} is not finite
   */
  public GroupFrame {
    drivers = List.copyOf(drivers);
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException("a group's time stamp " + seconds + " s is not finite");
    }
  }
}
