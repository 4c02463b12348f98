package io.github.reenact.evaluate;

import java.util.List;

/**
 * Frames to fit a probe on, and others to try it on.
 *
 * @param training to fit it on
 * @param test to try it on
 */
public record Split(List<Frame> training, List<Frame> test) {
  /** Copies the lists. */
  public Split {
    training = List.copyOf(training);
    test = List.copyOf(test);
  }
}
