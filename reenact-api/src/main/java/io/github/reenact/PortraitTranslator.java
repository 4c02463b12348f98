package io.github.reenact;

import io.github.reenact.warp.PhotoSet;
import java.util.List;

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
   * Analyses several photos of one person, so that what one does not show (teeth, closed eyes, the
   * other cheek) can be taken from another.
   *
   * <p>The first one is the picture that moves: the frames have its size, its background and its
   * light. A translator that can use one photo only, which is the default, leaves the others alone.
   *
   * @param photos at least 1, at most {@value io.github.reenact.warp.PhotoSet#MAX_PHOTOS}
   * @throws IllegalArgumentException if there are none, or too many
   */
  default Portrait open(List<FacePhoto> photos) {
    PhotoSet.checkCount(photos.size());
    return open(photos.get(0).photo(), photos.get(0).landmarks());
  }

  /**
   * Starts with a person in a video whose frames are to be changed. By default every frame is
   * opened as a photo of its own; a translator that can keeps what it knows of the person from
   * frame to frame, which is faster.
   */
  default MovingPortrait openMoving() {
    return new FramePortraits(this);
  }

  /**
   * Frees native memory. Portraits opened here must be closed before. Closing again has no effect.
   */
  @Override
  void close();
}
