package io.github.reenact;

import java.util.Comparator;
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
   * The landmarks of a face whose place is known already, such as one that was drawn from
   * landmarks; empty if none is there. Detectors that need no search for it are several times
   * faster than {@link #detectAll}, which this default uses.
   *
   * @param near about where the landmarks are, in pixels
   */
  default Optional<Landmarks> refine(Image image, Landmarks near) {
    double reach = near.size() / 2;
    return detectAll(image).stream()
        .filter(l -> distance(l, near) < reach)
        .min(Comparator.comparingDouble(l -> distance(l, near)));
  }

  private static double distance(Landmarks a, Landmarks b) {
    return Math.hypot(a.centerX() - b.centerX(), a.centerY() - b.centerY());
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
