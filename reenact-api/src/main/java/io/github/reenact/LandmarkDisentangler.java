package io.github.reenact;

import java.util.List;

/**
 * Takes landmarks apart into the person's identity and the motion (pose and expression), and puts
 * an identity and a motion of different people together: LD-Net in the paper (section 3.1).
 *
 * <p>Landmarks that are {@linkplain Landmarks#isMirrored() mirrored} are refused: what a model
 * makes of them is no face, and says nothing of why. {@link #requireFace} is the check.
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
    if (landmarks.isMirrored()) {
      throw new IllegalArgumentException(
          "left and right are swapped in "
              + landmarks
              + ": points 36-41 have to be the eye on the left of an upright picture, 42-47 the one"
              + " on the right; renumber them, for example with Landmarks.swapSides()");
    }
    return normalizing;
  }

  /** Frees native memory. Closing twice does nothing. */
  @Override
  void close();
}
