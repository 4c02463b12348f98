package io.github.reenact.tf.fdgan;

/**
 * How FD-GAN is trained.
 *
 * @param batch pictures a step
 * @param rate of Adam
 * @param adversarialStep the step, counted from the very first, from which on the critic takes
 *     part; it needs some 1,000 steps to grow in. Negative: never
 * @param minutes after which to stop; 0: only when told to
 * @param steps after which to stop, counted from the very first; 0: only when told to
 * @param evaluateEvery steps between two evaluations on the dev data
 * @param framesPerClip kept in memory of each clip
 * @param seed of weights and samples
 * @param bfloat16 whether convolutions compute in bfloat16
 */
public record FdGanTraining(
    int batch,
    double rate,
    long adversarialStep,
    double minutes,
    long steps,
    int evaluateEvery,
    int framesPerClip,
    long seed,
    boolean bfloat16) {
  /** Where to start from; the model card says what the shipped weights were trained with. */
  public static final FdGanTraining DEFAULT =
      new FdGanTraining(8, 3e-4, -1, 0, 0, 500, 40, 1, false);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FdGanTraining {
    if (batch < 1 || evaluateEvery < 1 || framesPerClip < 2) {
      throw new IllegalArgumentException(
          "batch "
              + batch
              + " and evaluateEvery "
              + evaluateEvery
              + " must be positive, framesPerClip "
              + framesPerClip
              + " at least 2");
    }
    if (!(rate > 0) || !Double.isFinite(rate) || minutes < 0 || steps < 0) {
      throw new IllegalArgumentException(
          "rate "
              + rate
              + " must be positive, minutes "
              + minutes
              + " and steps "
              + steps
              + " not negative");
    }
  }

  /** Another limit of time, in minutes. */
  public FdGanTraining withMinutes(double minutes) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another rate. */
  public FdGanTraining withRate(double rate) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another number of steps. */
  public FdGanTraining withSteps(long steps) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another start of the adversarial stage. */
  public FdGanTraining withAdversarialStep(long adversarialStep) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another precision. */
  public FdGanTraining withBfloat16(boolean bfloat16) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another seed. */
  public FdGanTraining withSeed(long seed) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another batch. */
  public FdGanTraining withBatch(int batch) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }

  /** Another distance of evaluations. */
  public FdGanTraining withEvaluateEvery(int evaluateEvery) {
    return new FdGanTraining(
        batch, rate, adversarialStep, minutes, steps, evaluateEvery, framesPerClip, seed, bfloat16);
  }
}
