package io.github.reenact.tf.gaze.training;

import io.github.reenact.tf.gaze.network.EyeView;
import io.github.reenact.tf.gaze.network.GazeInference;
import io.github.reenact.tf.gaze.network.GazeNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the network is from labels: errors in per cent of the eye's width, along the line from
 * corner to corner and across it.
 */
final class GazeEvaluation {
  /** Samples an evaluation computes with; more would only take longer. */
  static final int MOST = 4000;

  private GazeEvaluation() {}

  /**
   * Measures on samples as they are.
   *
   * @return median and 90th percentile of the horizontal and vertical error of the irises that are
   *     labelled, median error of the radius; percentage of the eyes, seen and hidden, that the
   *     network classifies correctly. Metrics without samples are left out
   */
  static Map<String, Double> measure(GazeInference network, List<GazeSample> samples) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> radius = new ArrayList<>();
    int[] right = new int[2];
    int[] all = new int[2];
    int n = GazeInference.EYES;
    GazeBatch batch = new GazeBatch(n);
    float[] targets = batch.targets;
    int count = Math.min(samples.size(), MOST);
    for (int from = 0; from < count; from += n) {
      for (int i = 0; i < n; i++) {
        // An odd one is computed twice and counted once.
        GazeSample s = samples.get(index(Math.min(from + i, count - 1), count, samples.size()));
        GazeAugmentation.plain(s, batch, i);
      }
      float[] out = network.run(batch.squares, batch.marks);
      for (int i = 0; i < Math.min(n, count - from); i++) {
        GazeSample s = samples.get(index(from + i, count, samples.size()));
        int t = i * GazeBatch.TARGETS;
        int o = i * GazeNetwork.OUTPUTS;
        EyeView view = EyeView.of(s.points(), s.isRight()).orElseThrow();
        double scale = 100 * view.width() / EyeView.width(s.points(), s.isRight());
        if (targets[t + 4] > 0) {
          x.add(scale * Math.abs(out[o] - targets[t]));
          y.add(scale * Math.abs(out[o + 1] - targets[t + 1]));
          radius.add(
              scale
                  * GazeNetwork.RADIUS
                  * Math.abs(Math.exp(out[o + 2]) - Math.exp(targets[t + 2])));
        }
        if (targets[t + 5] > 0) {
          int seen = (int) targets[t + 3];
          all[seen]++;
          right[seen] += (out[o + 3] > 0) == (seen == 1) ? 1 : 0;
        }
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (!x.isEmpty()) {
      metrics.put("x50", quantile(x, 0.5));
      metrics.put("x90", quantile(x, 0.9));
      metrics.put("y50", quantile(y, 0.5));
      metrics.put("y90", quantile(y, 0.9));
      metrics.put("radius50", quantile(radius, 0.5));
    }
    if (all[1] > 0) {
      metrics.put("seen", 100.0 * right[1] / all[1]);
    }
    if (all[0] > 0) {
      metrics.put("hidden", 100.0 * right[0] / all[0]);
    }
    return metrics;
  }

  /** Spread over all samples if there are too many. */
  private static int index(int i, int count, int size) {
    return (int) ((long) i * size / count);
  }

  private static double quantile(List<Double> values, double q) {
    double[] sorted = values.stream().mapToDouble(v -> v).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1.0, q * sorted.length)];
  }
}
