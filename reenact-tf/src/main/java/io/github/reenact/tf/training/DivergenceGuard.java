package io.github.reenact.tf.training;

import io.github.reenact.ReenactException;
import java.util.Locale;

/**
 * Detects that a loss diverges, so that a training ends while its last checkpoint is good. A loss
 * diverges if it
 *
 * <ul>
 *   <li>is not finite, or above a bound, in a single step;
 *   <li>after 100 steps, as a moving mean over some 10 steps, is above 20 times the lowest moving
 *       mean over some 100 steps so far. For this a loss counts as a thousandth of the bound if it
 *       is lower: a loss of nearly 0 may well rise 20 times.
 * </ul>
 *
 * The numbers are ours. When the loss itself changes, such as by a further term, use a new guard
 * from there on. A loss that grows by less than 20 times is not detected.
 *
 * <p>Not thread-safe.
 */
public final class DivergenceGuard {
  private static final int WARM_UP = 100;
  private static final double FACTOR = 20;
  private static final double FAST = 0.1;
  private static final double SLOW = 0.01;

  private final String name;
  private final double bound;
  private final String remedy;
  private long count;
  private double fast;
  private double slow;

  /** The least slow mean so far: one that followed the loss up would hide a slow divergence. */
  private double least = Double.POSITIVE_INFINITY;

  /**
   * Begins.
   *
   * @param name of the loss, for the message of an exception
   * @param bound above which any loss has diverged; above 0
   * @param remedy what to do, for the message of an exception
   */
  public DivergenceGuard(String name, double bound, String remedy) {
    if (!(bound > 0)) {
      throw new IllegalArgumentException("bound " + bound + " must be above 0");
    }
    this.name = name;
    this.bound = bound;
    this.remedy = remedy;
  }

  /**
   * Takes the loss of the next step.
   *
   * @throws ReenactException if the loss diverges; names loss, step and remedy
   */
  public void add(double loss, long step) {
    if (!(loss <= bound)) {
      throw diverged(loss, bound, step);
    }
    count++;
    fast += Math.max(FAST, 1.0 / count) * (loss - fast);
    slow += Math.max(SLOW, 1.0 / count) * (loss - slow);
    require(fast, step);
    if (count >= WARM_UP) {
      least = Math.min(least, slow);
    }
  }

  /**
   * Checks a loss that is no step's, without remembering it: to be done with the loss of weights
   * that are to be saved.
   *
   * @throws ReenactException if a mean of that size would be out of hand
   */
  public void require(double loss, long step) {
    double limit = Math.min(bound, FACTOR * Math.max(least, bound / 1000));
    if (!(loss <= limit)) {
      throw diverged(loss, limit, step);
    }
  }

  /**
   * Checks a metric that is no loss.
   *
   * @throws ReenactException if it is not finite; names it and the step
   */
  public static void requireFinite(String name, double value, long step) {
    if (!Double.isFinite(value)) {
      throw new ReenactException(
          "%s became %s in step %d; the last checkpoint is kept: resume it, or train with a lower rate"
              .formatted(name, value, step));
    }
  }

  private ReenactException diverged(double loss, double limit, long step) {
    return new ReenactException(
        String.format(
            Locale.ROOT,
            "%s became %.4g in step %d, where above %.4g it diverges; %s",
            name,
            loss,
            step,
            limit,
            remedy));
  }
}
