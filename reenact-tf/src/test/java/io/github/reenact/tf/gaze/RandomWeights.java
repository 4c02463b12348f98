package io.github.reenact.tf.gaze;

import io.github.reenact.tf.gaze.network.GazeNetwork;
import io.github.reenact.tf.graph.NamedArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights of a gaze network that knows nothing. */
public final class RandomWeights {
  private final Random random;
  private final Map<String, NamedArray> weights = new LinkedHashMap<>();

  private RandomWeights(long seed) {
    random = new Random(seed);
  }

  public static Map<String, NamedArray> of(long seed) {
    RandomWeights w = new RandomWeights(seed);
    for (int i = 0; i < GazeNetwork.CONVOLUTIONS; i++) {
      int out = GazeNetwork.channels(i + 1);
      w.add(GazeNetwork.convolution(i) + "/kernel", 3, 3, GazeNetwork.channels(i), out);
      w.add(GazeNetwork.convolution(i) + "/bias", out);
    }
    w.add("hidden/kernel", GazeNetwork.FEATURES + GazeNetwork.MARKS, GazeNetwork.HIDDEN);
    w.add("hidden/bias", GazeNetwork.HIDDEN);
    w.add("out/kernel", GazeNetwork.HIDDEN, GazeNetwork.OUTPUTS);
    w.add("out/bias", GazeNetwork.OUTPUTS);
    return w.weights;
  }

  private void add(String name, long... shape) {
    int n = 1;
    for (long s : shape) {
      n *= (int) s;
    }
    double deviation = Math.sqrt(2.0 * shape[shape.length - 1] / n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    weights.put(name, new NamedArray(shape, values));
  }
}
