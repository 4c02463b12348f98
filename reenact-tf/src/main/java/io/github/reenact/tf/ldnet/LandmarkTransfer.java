package io.github.reenact.tf.ldnet;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;

/** One person's landmarks with another's pose and expression. */
public final class LandmarkTransfer {
  private LandmarkTransfer() {}

  /**
   * The target's identity with the driver's motion, where the driver is and as large.
   *
   * @param target in pixels
   * @param driver in pixels
   * @return in pixels of the driver's picture
   * @throws IllegalArgumentException if in either all points are equal, or left and right are
   *     swapped
   */
  public static Landmarks transfer(
      LandmarkDisentangler disentangler, Landmarks target, Landmarks driver) {
    return disentangler
        .combine(disentangler.identity(target), disentangler.motion(driver))
        .transform(Similarity.normalizing(driver).inverse());
  }
}
