package io.github.reenact;

import java.util.List;

/**
 * Takes landmarks apart into the person's identity and the motion (pose and expression), and puts
 * an identity and a motion of different people together: LD-Net in the paper (section 3.1).
 *
 * <p>Thread-safe. Owns native memory: {@link #close()} frees it; every method throws {@link
 * IllegalStateException} afterwards.
 */
public interface LandmarkDisentangler extends AutoCloseable {
  /**
   * The identity in one set of landmarks.
   *
   * @throws IllegalArgumentException if all points are equal
   */
  IdentityCode identity(Landmarks landmarks);

  /**
   * The identity that several sets of landmarks of one person share: steadier than that of one.
   *
   * @throws IllegalArgumentException if the list is empty
   */
  IdentityCode identity(List<Landmarks> landmarks);

  /**
   * The pose and expression in one set of landmarks.
   *
   * @throws IllegalArgumentException if all points are equal
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

  /** Frees native memory. Closing twice does nothing. */
  @Override
  void close();
}
