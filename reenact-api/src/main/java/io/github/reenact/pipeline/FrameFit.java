package io.github.reenact.pipeline;

import io.github.reenact.Similarity;

/** How a frame of one size is laid over a frame of another. */
public final class FrameFit {
  private FrameFit() {}

  /**
   * Scales by the largest factor with which the whole frame fits, and puts centre on centre: the
   * identity for equal sizes. Pixel centres lie at whole numbers, so that the middle of a frame is
   * at (size - 1) / 2, and a frame of twice the size has its pixels where they belong.
   */
  public static Similarity between(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    double f = Math.min((double) toWidth / fromWidth, (double) toHeight / fromHeight);
    return Similarity.scaleThenMove(
        f,
        (toWidth - 1) / 2.0 - f * (fromWidth - 1) / 2.0,
        (toHeight - 1) / 2.0 - f * (fromHeight - 1) / 2.0);
  }
}
