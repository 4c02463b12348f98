package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.head.Shape;

/**
 * What to ask a translator for when it has opened a mouth by less, or more, than the landmarks that
 * it was given (ours). The gap between the lips in the picture that it drew is measured, and what
 * is missing is asked for on top, {@value #GAIN} times: a translator that makes a share a of each
 * change makes 1 - (1 - a)(1 - {@value #GAIN} a) of it the second time. The first {@value #LEAST}
 * of what is missing is let go, so that no second picture is drawn for little, and the mouth does
 * not jump between frames that have one and frames that have none.
 *
 * <p>Nothing else is corrected. Correcting every landmark by what it is off opened mouths less, and
 * lids did not follow better, only less steadily: there the detector's errors are as large as what
 * is missing (both measured).
 *
 * <p>Immutable and thread-safe.
 */
public final class MouthCorrection {
  /**
   * What is asked for on top, over what is missing. FD-GAN opened the mouths of six dubbed takes by
   * 0.53 to 1.24 of what it was asked for, 0.85 in the median.
   */
  private static final double GAIN = 1.25;

  /** In widths of the mouth. */
  private static final double LEAST = 0.02;

  /** The largest correction, in widths of the mouth. */
  private static final double MOST = 0.3;

  private final Retargeting openings;

  /**
   * For one person.
   *
   * @param reference the person's face from the front, at rest
   * @throws IllegalArgumentException if all points are equal
   */
  public MouthCorrection(Landmarks reference) {
    Shape shape = Shape.of(reference.transform(Similarity.normalizing(reference)));
    openings = new Retargeting(new PhotoHead(shape), shape);
  }

  /**
   * The landmarks to ask for the second time; the very same as the first time if the picture is as
   * they are.
   *
   * @param asked the landmarks that the picture was drawn from
   * @param drawn those found in it
   */
  public Landmarks again(Landmarks asked, Landmarks drawn) {
    Shape shape = Shape.of(asked);
    double missing = openings.mouthMissing(Shape.of(drawn), shape);
    double beyond = Math.abs(missing) - LEAST;
    if (beyond <= 0) {
      return asked;
    }
    double more = Math.copySign(Math.min(MOST, GAIN * beyond), missing);
    return openings.opened(shape, more, 0).toLandmarks();
  }
}
