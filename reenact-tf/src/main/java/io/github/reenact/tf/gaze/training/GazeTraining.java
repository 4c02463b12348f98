package io.github.reenact.tf.gaze.training;

/**
 * Settings of a training of the gaze network; ours.
 *
 * <p>Immutable and thread-safe.
 *
 * @param seed of the first weights and of all sampling
 * @param steps of the optimiser, at least 1
 * @param batch eyes a step, 1 to 4096
 * @param rate the highest rate of Adam, more than 0; it falls along a cosine
 * @param evaluateSteps steps between two evaluations, at least 1
 */
public record GazeTraining(long seed, int steps, int batch, double rate, int evaluateSteps) {
  /** The settings of the shipped model. */
  public static final GazeTraining DEFAULT = new GazeTraining(1, 8000, 64, 2e-3, 1000);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range; names it and its value
   */
  public GazeTraining {
    require(steps >= 1, "steps", steps, "at least 1");
    require(batch >= 1 && batch <= 4096, "batch", batch, "1 to 4096");
    require(rate > 0 && rate < 1, "rate", rate, "more than 0 and less than 1");
    require(evaluateSteps >= 1, "evaluateSteps", evaluateSteps, "at least 1");
  }

  private static void require(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }

  /** With another seed. */
  public GazeTraining withSeed(long other) {
    return new GazeTraining(other, steps, batch, rate, evaluateSteps);
  }

  /** With another number of steps. */
  public GazeTraining withSteps(int other) {
    return new GazeTraining(seed, other, batch, rate, evaluateSteps);
  }

  /** With another number of eyes a step. */
  public GazeTraining withBatch(int other) {
    return new GazeTraining(seed, steps, other, rate, evaluateSteps);
  }
}
