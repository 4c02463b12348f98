package io.github.reenact.tf.gaze.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.spi.Device;
import io.github.reenact.testing.FloatComparison;
import io.github.reenact.tf.gaze.RandomWeights;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class GazeInferenceTest {
  private static float[] noise(int n, long seed) {
    Random r = new Random(seed);
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) r.nextGaussian();
    }
    return out;
  }

  @Test
  void run_randomWeights_isWhatTensorFlowComputes() {
    Map<String, NamedArray> weights = RandomWeights.of(5);
    int n = GazeInference.EYES;
    float[] squares = noise(n * EyeView.PIXELS, 1);
    float[] marks = noise(n * GazeNetwork.MARKS, 2);
    float[] expected = new float[n * GazeNetwork.OUTPUTS];
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Shape square = Shape.of(n, EyeView.SIDE, EyeView.SIDE, 1);
      Placeholder<TFloat32> s = tf.placeholder(TFloat32.class, Placeholder.shape(square));
      Placeholder<TFloat32> m =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(n, GazeNetwork.MARKS)));
      Operand<TFloat32> out = GazeNetwork.build(tf, new FrozenParameters(tf, weights), s, m, n);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          TFloat32 a = TFloat32.tensorOf(square, DataBuffers.of(squares, true, false));
          TFloat32 b =
              TFloat32.tensorOf(
                  Shape.of(n, GazeNetwork.MARKS), DataBuffers.of(marks, true, false));
          Result result =
              TensorFlowRuntime.run(session.runner().feed(s, a).feed(m, b).fetch(out))) {
        Tensors.copy((TFloat32) result.get(0), expected);
      }
    }
    FloatComparison.assertClose(new GazeInference(weights).run(squares, marks), expected, 1e-4);
  }

  @Test
  void run_otherEyeChanged_leavesThisOneAlone() {
    GazeInference network = new GazeInference(RandomWeights.of(5));
    float[] squares = noise(GazeInference.EYES * EyeView.PIXELS, 1);
    float[] marks = noise(GazeInference.EYES * GazeNetwork.MARKS, 2);
    float[] before = network.run(squares, marks);
    Arrays.fill(squares, EyeView.PIXELS, 2 * EyeView.PIXELS, 40);
    float[] after = network.run(squares, marks);
    assertThat(Arrays.copyOf(after, GazeNetwork.OUTPUTS))
        .isEqualTo(Arrays.copyOf(before, GazeNetwork.OUTPUTS));
    assertThat(after).isNotEqualTo(before);
  }
}
