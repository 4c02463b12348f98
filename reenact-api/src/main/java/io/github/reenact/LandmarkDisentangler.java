package io.github.reenact;

import io.github.reenact.head.HeadShape;
import java.util.List;

/**
 * Takes landmarks apart into the person's identity and the motion (pose and expression), and puts
 * an identity and a motion of different people together: LD-Net in the paper (section 3.1).
 *
 * <p>Landmarks that are {@linkplain #isMirrored mirrored} are refused: what a model makes of them
 * is no face, and says nothing of why. {@link #requireFace} is the check.
 *
 * <p>Thread-safe. Owns native memory: {@link #close()} frees it; every method throws {@link
 * IllegalStateException} afterwards.
 */
public interface LandmarkDisentangler extends AutoCloseable {
  /**
   * The identity in one set of landmarks.
   *
   * @throws IllegalArgumentException if all points are equal, or left and right are swapped
   */
  IdentityCode identity(Landmarks landmarks);

  /**
   * The identity that several sets of landmarks of one person share: steadier than that of one.
   *
   * @throws IllegalArgumentException if the list is empty, or in one of them all points are equal
   *     or left and right are swapped
   */
  IdentityCode identity(List<Landmarks> landmarks);

  /**
   * The pose and expression in one set of landmarks.
   *
   * @throws IllegalArgumentException if all points are equal, or left and right are swapped
   */
  MotionCode motion(Landmarks landmarks);

  /**
   * The landmarks of a person in a pose and expression. Scale and place belong to the picture, not
   * to identity or motion: the result is in normal place and size (see {@link
   * Similarity#normalizing}), up to the error of the model.
   *
   * @throws IllegalArgumentException if a code is of another backend
   */
  Landmarks combine(IdentityCode identity, MotionCode motion);

  /**
   * What every implementation checks before it encodes landmarks.
   *
   * @return the transform to normal place and size, {@link Similarity#normalizing}
   * @throws IllegalArgumentException if all points are equal, or left and right are swapped
   */
  static Similarity requireFace(Landmarks landmarks) {
    Similarity normalizing = Similarity.normalizing(landmarks);
    if (isMirrored(landmarks)) {
      throw new IllegalArgumentException(
          "left and right are swapped in "
              + landmarks
              + ": points 36-41 have to be the eye on the left of an upright picture, 42-47 the one"
              + " on the right; renumber them, for example with Landmarks.swapSides()");
    }
    return normalizing;
  }

  /**
   * Whether left and right are swapped: the points of the person's right side lie where those of
   * the left belong. That is so if a picture was mirrored and the points were not renumbered, or if
   * they come from a tool that numbers them from the other side; {@link Landmarks#swapSides()} puts
   * it right.
   *
   * <p>A mean head in 3D is fitted to the points that expressions do not move; mirrored points are
   * those of a head that looks away from the camera. The cosine of the angle between the head's
   * look and the camera is 1 for a face from the front, 0 in profile and -1 for a mirrored face
   * from the front; below -0.25 it is mirrored (ours). Place, size and in-plane rotation do not
   * matter. So profiles and what a detector's noise makes of them are not taken for mirrored faces;
   * a mirrored face that is turned by more than about 70 degrees goes unnoticed.
   */
  static boolean isMirrored(Landmarks landmarks) {
    return HeadShape.facing(landmarks) < -0.25;
  }

  /** Frees native memory. Closing again has no effect. */
  @Override
  void close();
}
