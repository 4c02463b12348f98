package io.github.reenact;

import io.github.reenact.warp.IrisWarp;

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

  /**
   * The same with the eyes looking elsewhere. Unless a backend knows better, the irises are moved
   * within the lids of the finished frame ({@link IrisWarp}).
   *
   * @param landmarks as in {@link #render(Landmarks)}
   * @param still where the irises are in a frame whose eyes look as in the photo, in its pixels; an
   *     eye without one keeps its direction
   * @param irises where they shall be
   * @throws IllegalStateException after {@link #close()}
   */
  default Image render(Landmarks landmarks, Irises still, Irises irises) {
    return IrisWarp.move(render(landmarks), landmarks, still, irises);
  }

  /** Frees native memory. Closing twice does nothing. */
  @Override
  void close();
}
