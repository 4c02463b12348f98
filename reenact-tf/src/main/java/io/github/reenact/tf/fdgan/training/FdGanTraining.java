package io.github.reenact.tf.fdgan.training;

import java.util.function.Consumer;

/**
 * How FD-GAN is trained.
 *
 * @param batch pictures a step
 * @param rate of Adam
 * @param adversarialStep the step, counted from the very first, from which on the discriminator
 *     takes part; it needs some 1,000 steps to grow in. Negative: never
 * @param minutes after which to stop; 0: only when told to
 * @param steps after which to stop, counted from the very first; 0: only when told to
 * @param evaluateEvery steps between two evaluations on the dev data
 * @param framesPerClip taken of each clip, at even distances
 * @param seed of weights and samples
 * @param bfloat16 whether convolutions compute in bfloat16
 * @param parts into which the batch is cut, to be computed at the same time with one thread each:
 *     that is faster than one part with several threads. The batch must be a multiple of twice
 *     their number, since samples come in pairs; 1 leaves it whole
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
    boolean bfloat16,
    int parts) {
  /** Where to start from; the model card says what the shipped weights were trained with. */
  public static final FdGanTraining DEFAULT =
      new FdGanTraining(8, 3e-4, -1, 0, 0, 500, 40, 1, false, 1);

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
    if (parts < 1 || (parts > 1 && batch % (2 * parts) != 0)) {
      throw new IllegalArgumentException(
          "a batch of "
              + batch
              + " cannot be cut into "
              + parts
              + " parts; it must be a multiple of twice their number");
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
    return with(c -> c.minutes = minutes);
  }

  /** Another rate. */
  public FdGanTraining withRate(double rate) {
    return with(c -> c.rate = rate);
  }

  /** Another number of steps. */
  public FdGanTraining withSteps(long steps) {
    return with(c -> c.steps = steps);
  }

  /** Another start of the adversarial stage. */
  public FdGanTraining withAdversarialStep(long adversarialStep) {
    return with(c -> c.adversarialStep = adversarialStep);
  }

  /** Another precision. */
  public FdGanTraining withBfloat16(boolean bfloat16) {
    return with(c -> c.bfloat16 = bfloat16);
  }

  /** Another seed. */
  public FdGanTraining withSeed(long seed) {
    return with(c -> c.seed = seed);
  }

  /** Another batch. */
  public FdGanTraining withBatch(int batch) {
    return with(c -> c.batch = batch);
  }

  /** Another distance of evaluations. */
  public FdGanTraining withEvaluateEvery(int evaluateEvery) {
    return with(c -> c.evaluateEvery = evaluateEvery);
  }

  /** Another number of parts. */
  public FdGanTraining withParts(int parts) {
    return with(c -> c.parts = parts);
  }

  private FdGanTraining with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.build();
  }

  /** The numbers of a training, to be changed. */
  private static final class Copy {
    private int batch;
    private double rate;
    private long adversarialStep;
    private double minutes;
    private long steps;
    private int evaluateEvery;
    private final int framesPerClip;
    private long seed;
    private boolean bfloat16;
    private int parts;

    Copy(FdGanTraining of) {
      batch = of.batch;
      rate = of.rate;
      adversarialStep = of.adversarialStep;
      minutes = of.minutes;
      steps = of.steps;
      evaluateEvery = of.evaluateEvery;
      framesPerClip = of.framesPerClip;
      seed = of.seed;
      bfloat16 = of.bfloat16;
      parts = of.parts;
    }

    FdGanTraining build() {
      return new FdGanTraining(
          batch,
          rate,
          adversarialStep,
          minutes,
          steps,
          evaluateEvery,
          framesPerClip,
          seed,
          bfloat16,
          parts);
    }
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
