package io.github.reenact.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How much of the variance of the motion numbers can be told from a code: R² on test frames, 1 for
 * all, 0 for no more than the mean tells, below 0 for less than that.
 *
 * @param linear by ridge regression, for each of {@link #NUMBERS}
 * @param neighbours by the mean of the ten nearest neighbours
 */
public record MotionLeak(Map<String, Double> linear, Map<String, Double> neighbours) {
  /** Those of the motion numbers that are told. */
  public static final List<String> NUMBERS = MotionNumbers.NAMES.subList(0, 4);

  private static final int NEIGHBOURS = 10;

  /**
   * Measures.
   *
   * @param folds whose test frames are told from their training frames; one R² over all of them
   * @param code of a frame
   */
  public static MotionLeak measure(List<Split> folds, Function<Frame, double[]> code) {
    int targets = NUMBERS.size();
    Residuals linear = new Residuals(targets);
    Residuals near = new Residuals(targets);
    for (Split fold : folds) {
      double[][] training = IdentityLeak.codes(fold.training(), code);
      double[][] truths = IdentityLeak.codes(fold.training(), f -> f.motion().toArray());
      LinearProbe probe = new LinearProbe(training, truths);
      Neighbours neighbours = new Neighbours(training);
      for (Frame frame : fold.test()) {
        double[] x = code.apply(frame);
        double[] truth = frame.motion().toArray();
        linear.add(probe.predict(x), truth);
        double[] mean = new double[truth.length];
        int[] nearest = neighbours.nearest(x, NEIGHBOURS);
        for (int i : nearest) {
          for (int j = 0; j < mean.length; j++) {
            mean[j] += truths[i][j] / nearest.length;
          }
        }
        near.add(mean, truth);
      }
    }
    return new MotionLeak(linear.explained(), near.explained());
  }

  private static final class Residuals {
    private final double[] sum;
    private final double[] squares;
    private final double[] errors;
    private int count;

    Residuals(int targets) {
      sum = new double[targets];
      squares = new double[targets];
      errors = new double[targets];
    }

    void add(double[] predicted, double[] truth) {
      count++;
      for (int j = 0; j < sum.length; j++) {
        sum[j] += truth[j];
        squares[j] += truth[j] * truth[j];
        errors[j] += (predicted[j] - truth[j]) * (predicted[j] - truth[j]);
      }
    }

    Map<String, Double> explained() {
      Map<String, Double> out = new LinkedHashMap<>();
      for (int j = 0; j < sum.length; j++) {
        out.put(NUMBERS.get(j), 1 - errors[j] / (squares[j] - sum[j] * sum[j] / count));
      }
      return out;
    }
  }
}
