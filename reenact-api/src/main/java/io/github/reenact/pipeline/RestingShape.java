package io.github.reenact.pipeline;

/**
 * A driver's shape at rest, estimated while the driver moves (ours): of what a disentangler loses
 * of the face, and of the face itself.
 *
 * <p>A single frame cannot tell what belongs to the person from what the face does. So the estimate
 * is a mean over time that starts from a prior, which counts as {@value #PRIOR} observations. One
 * observation takes {@value #OBSERVATION_SECONDS} s, about as long as an expression lasts; at most
 * {@value #MEMORY} are remembered, older ones fade. A point's step is limited, so that a blink or a
 * shout hardly counts. The first frame has a third of the weight, ten seconds have five sixths: on
 * clips of ten people, of what LD-Net loses in one frame about two fifths belong to the person.
 *
 * <p>An expression that is held as long as all that was seen before cannot be told from the
 * person's own features.
 *
 * <p>Not thread-safe.
 */
final class RestingShape {
  /** The weight of the prior in observations. */
  static final double PRIOR = 2;

  /** Frames within this time tell nearly the same. */
  static final double OBSERVATION_SECONDS = 1;

  /** The most that past observations weigh. */
  static final double MEMORY = 60;

  /** The weight of a frame that is known to show the face at rest. */
  private static final double CERTAIN = 10;

  /** The longest way that a point's observation is taken for, in radii of the face. */
  private static final double LONGEST = 0.05;

  private final double[] estimate;
  private double observations;

  /**
   * Starts.
   *
   * @param prior 136 numbers x0, y0, .. in radii of the face
   */
  RestingShape(double[] prior) {
    this.estimate = prior.clone();
  }

  /**
   * Takes a frame in.
   *
   * @param elapsed seconds since the last frame
   * @return the estimate; not to be changed
   */
  double[] see(double[] shape, double elapsed) {
    double weight = observations == 0 ? 1 : elapsed / OBSERVATION_SECONDS;
    observations = Math.min(observations + weight, MEMORY);
    double share = weight / (PRIOR + observations);
    for (int i = 0; i < estimate.length; i += 2) {
      double dx = shape[i] - estimate[i];
      double dy = shape[i + 1] - estimate[i + 1];
      double length = Math.hypot(dx, dy);
      double t = length > LONGEST ? share * LONGEST / length : share;
      estimate[i] += t * dx;
      estimate[i + 1] += t * dy;
    }
    return estimate;
  }

  /** Takes a frame for the face at rest, with the weight of {@value #CERTAIN} observations. */
  void set(double[] shape) {
    System.arraycopy(shape, 0, estimate, 0, estimate.length);
    observations = Math.max(observations, CERTAIN);
  }
}
