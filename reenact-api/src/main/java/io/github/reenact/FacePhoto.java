package io.github.reenact;

import static java.util.Objects.requireNonNull;

/**
 * A picture, and where the 68 landmarks of one of its faces and the irises lie in it.
 *
 * @param photo of any size
 * @param landmarks of the face, in pixels of the photo
 * @param irises of the face, in pixels of the photo; {@link Irises#NONE} if they are not known
 */
public record FacePhoto(Image photo, Landmarks landmarks, Irises irises) {
  /** Checks that all are there. */
  public FacePhoto {
    requireNonNull(photo, "photo");
    requireNonNull(landmarks, "landmarks");
    requireNonNull(irises, "irises");
  }

  /** With irises that are not known. */
  public FacePhoto(Image photo, Landmarks landmarks) {
    this(photo, landmarks, Irises.NONE);
  }
}
