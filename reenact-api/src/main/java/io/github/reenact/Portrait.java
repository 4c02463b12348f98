package io.github.reenact;

import io.github.reenact.warp.IrisWarp;

/**
 * One person's photo, analysed and ready to move. Opened by {@link PortraitTranslator#open}.
 *
 * <p>Rendering a frame does not change what later ones show. At most {@link #concurrency()} frames
 * may be rendered at the same time, each by a thread of its own; different portraits do not count
 * together.
 */
public interface Portrait extends AutoCloseable {
  /**
   * The photo with its face moved to new landmarks. It has the photo's size; what is far from the
   * face stays as it is.
   *
   * @param landmarks target landmarks, in pixels of the photo
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

  /**
   * How many frames may be rendered at the same time. A pipeline then works on neighbouring frames
   * concurrently, so that one is composed while the network computes another.
   *
   * @return at least 1, the default: one frame after the other
   */
  default int concurrency() {
    return 1;
  }

  /** Frees native memory. No frame may be in progress. Closing again has no effect. */
  @Override
  void close();
}
