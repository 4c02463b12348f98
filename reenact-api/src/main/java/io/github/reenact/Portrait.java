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
   * The same with another direction of gaze. By default the irises of the finished frame are moved
   * within the lids ({@link IrisWarp}).
   *
   * @param landmarks as in {@link #render(Landmarks)}
   * @param still the irises of a frame that keeps the photo's direction of gaze, in pixels of the
   *     photo; an eye without one keeps its direction
   * @param irises target irises, in pixels of the photo
   * @throws IllegalStateException after {@link #close()}
   */
  default Image render(Landmarks landmarks, Irises still, Irises irises) {
    return IrisWarp.move(render(landmarks), landmarks, still, irises);
  }

  /** Frees native memory. Closing twice does nothing. */
  @Override
  void close();
}
