package io.github.reenact.tf.fdgan.training;

import io.github.reenact.tf.training.RecordSettings;

/**
 * How FD-GAN is trained.
 *
 * @param batch pictures a step
 * @param rate of Adam
 * @param adversarialStep the step, counted from the very first, from which on the discriminator
 *     takes part; it needs some 1,000 steps to grow in. Negative: never
 * @param limits when the training stops, and how often it is evaluated
 * @param framesPerClip taken of each clip, at even distances
 * @param seed of weights and samples
 * @param computation how a step is computed
 */
public record FdGanTraining(
    int batch,
    double rate,
    long adversarialStep,
    Limits limits,
    int framesPerClip,
    long seed,
    Computation computation) {
  /**
   * When a training stops, and how often it is evaluated.
   *
   * @param minutes after which to stop; 0: only when told to
   * @param steps after which to stop, counted from the very first; 0: only when told to
   * @param evaluateEvery steps between two evaluations on the dev data
   */
  public record Limits(double minutes, long steps, int evaluateEvery) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Limits {
      if (minutes < 0 || steps < 0 || evaluateEvery < 1) {
        throw new IllegalArgumentException(
            "minutes %s and steps %d must not be negative, evaluateEvery %d must be positive"
                .formatted(minutes, steps, evaluateEvery));
      }
    }
  }

  /**
   * How a step is computed: for its speed.
   *
   * @param bfloat16 whether convolutions compute in bfloat16
   * @param parts into which the batch is cut, to be computed concurrently with one thread each:
   *     that is faster than one part with several threads. The batch must be a multiple of twice
   *     their number, since samples come in pairs; 1 leaves it whole
   */
  public record Computation(boolean bfloat16, int parts) {}

  /** Where to start from; the model card says what the shipped weights were trained with. */
  public static final FdGanTraining DEFAULT =
      new FdGanTraining(8, 3e-4, -1, new Limits(0, 0, 500), 40, 1, new Computation(false, 1));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FdGanTraining {
    if (batch < 1 || framesPerClip < 2 || !(rate > 0) || !Double.isFinite(rate)) {
      throw new IllegalArgumentException(
          "batch %d and rate %s must be positive, framesPerClip %d at least 2"
              .formatted(batch, rate, framesPerClip));
    }
    int parts = computation.parts;
    if (parts < 1 || (parts > 1 && batch % (2 * parts) != 0)) {
      throw new IllegalArgumentException(
          "a batch of %d cannot be cut into %d parts; it must be a multiple of twice their number"
              .formatted(batch, parts));
    }
  }

  /** See {@link Computation#bfloat16()}. */
  boolean bfloat16() {
    return computation.bfloat16;
  }

  /** See {@link Computation#parts()}. */
  int parts() {
    return computation.parts;
  }

  /** Another limit of time, in minutes. */
  public FdGanTraining withMinutes(double minutes) {
    return RecordSettings.with(this, "minutes", minutes);
  }

  /** Another rate. */
  public FdGanTraining withRate(double rate) {
    return RecordSettings.with(this, "rate", rate);
  }

  /** Another number of steps. */
  public FdGanTraining withSteps(long steps) {
    return RecordSettings.with(this, "steps", steps);
  }

  /** Another start of the adversarial stage. */
  public FdGanTraining withAdversarialStep(long adversarialStep) {
    return RecordSettings.with(this, "adversarialStep", adversarialStep);
  }

  /** Another precision. */
  public FdGanTraining withBfloat16(boolean bfloat16) {
    return RecordSettings.with(this, "bfloat16", bfloat16);
  }

  /** Another seed. */
  public FdGanTraining withSeed(long seed) {
    return RecordSettings.with(this, "seed", seed);
  }

  /** Another batch. */
  public FdGanTraining withBatch(int batch) {
    return RecordSettings.with(this, "batch", batch);
  }

  /** Another distance of evaluations. */
  public FdGanTraining withEvaluateEvery(int evaluateEvery) {
    return RecordSettings.with(this, "evaluateEvery", evaluateEvery);
  }

  /** Another number of parts. */
  public FdGanTraining withParts(int parts) {
    return RecordSettings.with(this, "parts", parts);
  }

  /** All settings, in the form that model files have them in. */
  @Override
  public String toString() {
    return RecordSettings.text(FdGanTraining.class, RecordSettings.of(this));
  }

  /** The most parts that a batch can be cut into, up to a number of processors. */
  public static int mostParts(int batch, int processors) {
    int parts = Math.max(1, Math.min(processors, batch / 2));
    while (parts > 1 && batch % (2 * parts) != 0) {
      parts--;
    }
    return parts;
  }
}
