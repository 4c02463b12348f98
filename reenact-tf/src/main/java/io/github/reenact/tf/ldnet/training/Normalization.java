package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;

/**
 * {@link Similarity#normalizing} on rows of plain arrays: the training normalises a thousand faces
 * a step.
 */
final class Normalization {
  private static final int XY = 2 * Landmarks.COUNT;

  private Normalization() {}

  /**
   * Moves and scales 136 numbers to centre 0 and root mean square radius 1, in place.
   *
   * @throws IllegalArgumentException if all points are (nearly) equal
   */
  static void normalize(float[] xy, int offset) {
    double cx = 0;
    double cy = 0;
    for (int i = offset; i < offset + XY; i += 2) {
      cx += xy[i];
      cy += xy[i + 1];
    }
    cx /= Landmarks.COUNT;
    cy /= Landmarks.COUNT;
    double squares = 0;
    for (int i = offset; i < offset + XY; i += 2) {
      squares += (xy[i] - cx) * (xy[i] - cx) + (xy[i + 1] - cy) * (xy[i + 1] - cy);
    }
    double radius = Math.sqrt(squares / Landmarks.COUNT);
    if (!(radius > 1e-6)) {
      throw new IllegalArgumentException("all 68 landmarks lie in one point: not a face");
    }
    for (int i = offset; i < offset + XY; i += 2) {
      xy[i] = (float) ((xy[i] - cx) / radius);
      xy[i + 1] = (float) ((xy[i + 1] - cy) / radius);
    }
  }

  /** Normalised coordinates of landmarks: 136 numbers. */
  static float[] normalized(Landmarks landmarks) {
    return landmarks.transform(Similarity.normalizing(landmarks)).toArray();
  }

  /**
   * The error measure of the evaluation: the mean distance of the points after removing place and
   * scale, as a part of the square root of the area of the true face's box.
   *
   * @param predicted normalised, 136 numbers at the offset
   * @param truth normalised, 136 numbers at the offset
   */
  static double error(float[] predicted, float[] truth, int offset) {
    double sum = 0;
    float left = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + XY; i += 2) {
      sum += Math.hypot(predicted[i] - truth[i], predicted[i + 1] - truth[i + 1]);
      left = Math.min(left, truth[i]);
      right = Math.max(right, truth[i]);
      top = Math.min(top, truth[i + 1]);
      bottom = Math.max(bottom, truth[i + 1]);
    }
    return sum / Landmarks.COUNT / Math.sqrt((double) (right - left) * (bottom - top));
  }
}
