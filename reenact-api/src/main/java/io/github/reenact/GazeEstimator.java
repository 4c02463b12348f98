package io.github.reenact;

/**
 * Finds where the eyes of a face look: the irises in the picture. Landmarks tell the lids and
 * corners of the eyes, and nothing of what is between them.
 *
 * <p>Thread-safe. May own native memory: {@link #close()} frees it; every method throws {@link
 * IllegalStateException} afterwards.
 */
public interface GazeEstimator extends AutoCloseable {
  /**
   * Finds both irises of one face.
   *
   * <p>The result moves with the picture: mirrored left to right, it is that of the mirrored
   * picture and landmarks with left and right swapped.
   *
   * @param picture of any size
   * @param landmarks of the face, in pixels of the picture; those of the eyes (36–47) count. They
   *     may reach beyond the picture
   * @return the irises in pixels of the picture. One is empty if its lid is closed, if it is
   *     hidden, or if the eye is outside of the picture or too small to be seen (some backends give
   *     up on eyes of a few pixels)
   */
  Irises find(Image picture, Landmarks landmarks);

  /** Frees native memory. Closing again has no effect. */
  @Override
  void close();
}
