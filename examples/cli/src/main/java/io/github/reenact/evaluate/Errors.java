package io.github.reenact.evaluate;

import java.util.Arrays;

/**
 * Errors of landmarks, as {@link io.github.reenact.tf.ldnet.training.Evaluation#error} measures
 * them.
 *
 * @param mean in per cent
 * @param p95 their 95th percentile, in per cent
 * @param pairs how many there are
 */
public record Errors(double mean, double p95, int pairs) {
  /** Summarises errors; without any they are 0. */
  public static Errors of(double[] errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Errors(
        Arrays.stream(sorted).average().orElse(0),
        // The smallest that no more than a twentieth exceeds.
        n == 0 ? 0 : sorted[(int) Math.ceil(0.95 * n) - 1],
        n);
  }
}
