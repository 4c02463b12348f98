package io.github.reenact;

/**
 * Turns landmarks into the picture of a person: FD-GAN in the paper (section 3.2), or the plain
 * warp.
 *
 * <p>Thread-safe. Owns native memory: {@link #close()} frees it; every method throws {@link
 * IllegalStateException} afterwards.
 */
public interface PortraitTranslator extends AutoCloseable {
  /**
   * Analyses a photo once; what it finds serves every frame.
   *
   * @param photo of any size; the frames will have its size
   * @param landmarks of the face in the photo, in its pixels
   */
  Portrait open(Image photo, Landmarks landmarks);

  /**
   * Frees native memory. Portraits opened here must be closed before. Closing twice does nothing.
   */
  @Override
  void close();
}
