package io.github.reenact.pipeline;

/**
 * The time from one frame to the next. Time stamps that go back count as no time, and a gap as at
 * most {@value #MAX_GAP} s, so that what adapts over time does not jump.
 *
 * <p>Not thread-safe.
 */
final class FrameClock {
  /** Longest time between two frames that counts, in seconds. */
  static final double MAX_GAP = 1;

  private double last = Double.NaN;

  /**
   * Takes the next frame's time stamp.
   *
   * @param seconds time stamp
   * @return the seconds since the last frame that count; 0 for the first one
   */
  double next(double seconds) {
    double elapsed = Double.isNaN(last) ? 0 : Math.max(0, Math.min(MAX_GAP, seconds - last));
    last = seconds;
    return elapsed;
  }
}
