package io.github.reenact;

import java.util.Optional;

/**
 * Follows one face from frame to frame of one video. Started by {@link LandmarkDetector#track}.
 *
 * <p>Not thread-safe: one thread at a time. Different trackers may run at the same time.
 */
public interface LandmarkTracker extends AutoCloseable {
  /**
   * The landmarks of the face in the next frame; empty while it is not found. Frames may change
   * their size.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  Optional<Landmarks> next(Image frame);

  /** Frees native memory. Closing again has no effect. */
  @Override
  void close();
}
