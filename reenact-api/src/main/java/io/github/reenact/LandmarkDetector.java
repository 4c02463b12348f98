package io.github.reenact;

import java.util.List;
import java.util.Optional;

/**
 * Finds the 68 landmarks of the faces in a picture.
 *
 * <p>Thread-safe: detectors may be shared. Owns native memory: {@link #close()} frees it; every
 * method throws {@link IllegalStateException} afterwards.
 */
public interface LandmarkDetector extends AutoCloseable {
  /**
   * The landmarks of all faces found, the largest face first; empty if there is none, which is not
   * an error.
   */
  List<Landmarks> detectAll(Image image);

  /** The landmarks of the largest face, or empty if there is none. */
  default Optional<Landmarks> detect(Image image) {
    return detectAll(image).stream().findFirst();
  }

  /**
   * Starts to follow one face through the frames of one video, which is several times faster than
   * detection in every frame.
   *
   * @param face which face of the first frame that shows any: 0 is the largest
   * @throws IllegalArgumentException if {@code face} is negative
   */
  LandmarkTracker track(int face);

  /**
   * Frees native memory. Trackers started here must be closed before. Closing again has no effect.
   */
  @Override
  void close();
}
