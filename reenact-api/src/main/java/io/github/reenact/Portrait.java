package io.github.reenact;

/**
 * One person's photo, analysed and ready to move. Opened by {@link PortraitTranslator#open}.
 *
 * <p>Not thread-safe: one thread at a time. Different portraits may be rendered at the same time.
 */
public interface Portrait extends AutoCloseable {
  /**
   * The photo with its face moved to new landmarks. It has the photo's size; what is far from the
   * face stays as it is.
   *
   * @param landmarks where the face's landmarks shall be, in pixels of the photo
   * @throws IllegalStateException after {@link #close()}
   */
  Image render(Landmarks landmarks);

  /** Frees native memory. Closing twice does nothing. */
  @Override
  void close();
}
