package io.github.reenact;

/**
 * One person in a video whose frames are changed: what is known of the person from some frames
 * serves all, and each frame is the photo that is warped. Opened by {@link
 * PortraitTranslator#openMoving}.
 *
 * <p>Not thread-safe. Owns native memory: {@link #close()} frees it.
 */
public interface MovingPortrait extends AutoCloseable {
  /**
   * Sees the next frame, whether it is rendered or not: in the order of the video, and before
   * {@link #render} of that frame.
   *
   * @param frame of any size
   * @param landmarks of the person's face in it, in its pixels
   */
  void see(Image frame, Landmarks landmarks);

  /**
   * The frame with its face moved to new landmarks; what is far from the face stays as it is.
   *
   * @param frame as seen last, or the part of it around the face
   * @param landmarks of the person's face in it, in its pixels
   * @param target landmarks, in its pixels
   * @return a picture of the frame's size
   * @throws IllegalStateException after {@link #close()}, or before {@link #see}
   */
  Image render(Image frame, Landmarks landmarks, Landmarks target);

  /** Frees native memory. Closing again has no effect. */
  @Override
  void close();
}
